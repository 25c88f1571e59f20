package io.capstan.core.log;

/// A place in what a shard has agreed on, comparable within one shard and protocol. Protocols
/// without a single order will add their own.
public sealed interface Position {
    /// An index of the shard's log, at least 0 (nothing applied yet).
    record Index(long value) implements Position {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }
}
