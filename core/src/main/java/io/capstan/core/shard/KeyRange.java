package io.capstan.core.shard;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;

/// The routing keys from `from` (inclusive) until `until` (exclusive); an empty `until` means no
/// upper bound.
public record KeyRange(Bytes from, Bytes until) {
    public static final KeyRange ALL = new KeyRange(Bytes.EMPTY, Bytes.EMPTY);

    public KeyRange {
        Invariant.check(
                until.isEmpty() || from.compareTo(until) < 0, "empty range %s..%s", from, until);
    }

    public boolean contains(Bytes routingKey) {
        return from.compareTo(routingKey) <= 0
                && (until.isEmpty() || routingKey.compareTo(until) < 0);
    }

    @Override
    public String toString() {
        return "[" + (from.isEmpty() ? "-" : from) + ", " + (until.isEmpty() ? "-" : until) + ")";
    }
}
