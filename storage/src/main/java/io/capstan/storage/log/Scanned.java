package io.capstan.storage.log;

import io.capstan.core.Bytes;

/// What a reader meets in a segment.
sealed interface Scanned {
    /// A record as it was written. `count` is its number among its replica's records, `batch` its
    /// batch's; of both the low bits.
    record Sound(
            RecordKind kind,
            int batch,
            int count,
            long shard,
            long replica,
            long offset,
            Bytes body)
            implements Scanned {}

    /// A record that is not as it was written, but says whose it is.
    record Spoiled(RecordKind kind, int batch, long shard, long replica, long offset)
            implements Scanned {}

    /// A stretch where nothing can be made out, up to the next sound header or the end of a block,
    /// whoever's it was.
    record Unreadable(long offset) implements Scanned {}
}
