package io.capstan.core.log;

import java.util.List;

/// What came of a fetch.
public sealed interface Answer {
    record Entries(List<Entry> entries) implements Answer {
        public Entries {
            entries = List.copyOf(entries);
        }
    }

    record Chunk(SnapshotChunk chunk) implements Answer {}

    record Digest(long index, long digest) implements Answer {}

    /// It is no longer there: compacted, or a snapshot given up.
    record Missing(String reason) implements Answer {}
}
