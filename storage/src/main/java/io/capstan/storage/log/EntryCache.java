package io.capstan.storage.log;

import java.util.ArrayDeque;

/// Which entries are in memory as they were appended or moved, by runs, the oldest run first.
/// Bounded in bytes: beyond, the oldest runs are forgotten, and read from disk where they are
/// wanted again.
final class EntryCache {
    private record Run(ReplicaLog log, long from, long until, int bytes) {}

    private final long maxBytes;
    private final ArrayDeque<Run> runs = new ArrayDeque<>();
    private long bytes;

    EntryCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// The entries from `from` up to but without `until` are put into the batch, so many bytes by
    /// weight.
    void holds(ReplicaLog log, long from, long until, int weight) {
        runs.add(new Run(log, from, until, weight));
        bytes += weight;
    }

    /// Forgets down to the bound. To be called once the entries are written.
    void evict() {
        while (bytes > maxBytes && !runs.isEmpty()) {
            Run run = runs.remove();
            bytes -= run.bytes();
            EntryIndex entries = run.log().entries();
            long until = Math.min(run.until(), entries.end());
            for (long i = Math.max(run.from(), entries.first()); i < until; i++) entries.forget(i);
        }
    }
}
