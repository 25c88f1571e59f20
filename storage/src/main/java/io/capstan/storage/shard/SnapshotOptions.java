package io.capstan.storage.shard;

import io.capstan.core.Invariant;
import java.time.Duration;

/// The bounds of a node's outgoing snapshots.
///
/// - `chunkBytes`: a chunk ends with the first row at which it has this many bytes. Default 256
///   KiB.
/// - `maxOpen`: snapshots held open at once, over all shards; one more takes the place of one whose
///   last chunk has been given, or is answered with `Missing` while there is none. Default 4.
/// - `idle`: a snapshot of which no chunk was asked for this long is given up. Default 30 s.
public record SnapshotOptions(int chunkBytes, int maxOpen, Duration idle) {
    public static final SnapshotOptions DEFAULT =
            new SnapshotOptions(256 << 10, 4, Duration.ofSeconds(30));

    public SnapshotOptions {
        Invariant.check(
                chunkBytes > 0 && maxOpen > 0, "chunks of %s, %s open", chunkBytes, maxOpen);
    }
}
