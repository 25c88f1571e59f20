package io.capstan.storage.log;

import io.capstan.core.Invariant;

/// The settings of a node's log; every bound of it is here.
///
/// - `segmentBytes`: a segment that has reached this size is left at the next batch; at most 1 GiB.
///   Default 64 MiB.
/// - `maxSegments`: beyond this many, what is still needed of the oldest is written forward, so
///   that the oldest can be deleted: a quiet shard never pins the log. At least 2, default 8.
/// - `reserveBytes`: disk space set aside, so that votes, truncation and deletion can still be
///   written when the disk is full. 0: none. Default 8 MiB.
/// - `cacheBytes`: how many bytes of the newest entries stay in memory, over all shards; older ones
///   are read from the segments. Default 32 MiB.
/// - `moveBytes`: the most that one batch writes forward. Default 1 MiB.
/// - `maxUnflushedStoreBytes`: past this many bytes unflushed in the store,
///   [NodeLog#wantsStoreFlush] asks for a flush. Default 128 MiB.
public record LogOptions(
        int segmentBytes,
        int maxSegments,
        int reserveBytes,
        int cacheBytes,
        int moveBytes,
        long maxUnflushedStoreBytes) {
    public static final LogOptions DEFAULT =
            new LogOptions(64 << 20, 8, 8 << 20, 32 << 20, 1 << 20, 128 << 20);

    private static final int LARGEST_SEGMENT = 1 << 30;

    public LogOptions {
        Invariant.check(
                segmentBytes > 0 && segmentBytes <= LARGEST_SEGMENT,
                "a segment of %s bytes",
                segmentBytes);
        Invariant.check(maxSegments >= 2, "at most %s segments", maxSegments);
        Invariant.check(
                reserveBytes >= 0 && cacheBytes >= 0 && moveBytes > 0,
                "a reserve of %s bytes, a cache of %s",
                reserveBytes,
                cacheBytes);
    }
}
