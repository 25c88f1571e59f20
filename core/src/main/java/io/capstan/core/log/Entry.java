package io.capstan.core.log;

import io.capstan.core.Bytes;
import io.capstan.core.time.HybridTime;

/// One entry of a shard's log. `body` is the encoded command or configuration, encoded once and
/// shared by disk and network.
///
/// Invariants: index at least 1; along a log, index rises by one, term never falls, and the stamp
/// rises.
public record Entry(long index, long term, HybridTime stamp, Kind kind, Bytes body) {
    /// What an entry carries.
    public enum Kind {
        /// Nothing: a new leader's first entry.
        NOOP,
        /// A [io.capstan.core.request.Command], encoded by `core.wire.CommandCodec`.
        COMMAND,
        /// A [io.capstan.core.shard.ShardDescriptor] with the configuration in force from this
        /// entry on, encoded by `core.wire.DescriptorCodec`.
        CONFIGURATION
    }

    /// Roughly what the entry costs in memory, in a frame and on disk, in bytes.
    public int weight() {
        return body.length() + 48;
    }

    @Override
    public String toString() {
        return term + "/" + index + " " + kind;
    }
}
