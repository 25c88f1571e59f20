package io.capstan.core.request;

import io.capstan.core.Bytes;
import io.capstan.core.time.HybridTime;

/// What must hold of a key for an [Command.Operation] to take effect.
public sealed interface Condition {
    Bytes key();

    /// The key has a value.
    record Exists(Bytes key) implements Condition {}

    /// The key has no value.
    record Absent(Bytes key) implements Condition {}

    /// The key's value is this one, byte for byte.
    record ValueIs(Bytes key, Bytes value) implements Condition {}

    /// The key's newest version has this stamp.
    record VersionIs(Bytes key, HybridTime version) implements Condition {}
}
