package io.capstan.core.log;

import io.capstan.core.Bytes;
import java.util.List;

/// What a replica persists; all of it goes into the node's one log, in the order given.
public sealed interface LogRecord {
    /// Entries with consecutive indexes, the first one directly after the log's last (see
    /// [TruncateSuffix]).
    record Append(List<Entry> entries) implements LogRecord {
        public Append {
            entries = List.copyOf(entries);
        }
    }

    /// What the protocol must never forget (term and vote, ballot, view), as the protocol encodes
    /// it; the last one counts.
    record HardState(Bytes state) implements LogRecord {}

    /// Removes every entry from index `from` on.
    record TruncateSuffix(long from) implements LogRecord {}

    /// Entries up to `upTo` are no longer needed by the replica; the host frees them once the store
    /// holds their effects durably.
    record Compact(long upTo) implements LogRecord {}

    /// The log begins anew after a snapshot: it is empty, and the entry before its first has this
    /// index and term. Written by the host when an installed snapshot is durable in the store,
    /// never by a replica.
    record Reset(long index, long term) implements LogRecord {}
}
