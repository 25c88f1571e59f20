package io.capstan.core.request;

import io.capstan.core.time.HybridTime;

/// What makes a retry safe: the request's id, the lowest number whose answer the client still
/// awaits, and the time after which the command must not take effect.
///
/// A shard keeps a client's results from `lowestAwaited` on; a command whose stamp in the log is
/// past `expiry` is refused when applied, and its record lives until then: a retry is safe until
/// expiry and refused after it.
public record RequestTag(RequestId id, long lowestAwaited, HybridTime expiry) {}
