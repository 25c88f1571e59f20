package io.capstan.cli.kv;

import io.capstan.core.Bytes;

/// One row to be stored.
public record KeyValue(Bytes key, Bytes value) {}
