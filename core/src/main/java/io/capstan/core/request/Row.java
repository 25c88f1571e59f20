package io.capstan.core.request;

import io.capstan.core.Bytes;
import io.capstan.core.time.HybridTime;

/// A key with its value and the time at which that value was written.
public record Row(Bytes key, Bytes value, HybridTime version) {}
