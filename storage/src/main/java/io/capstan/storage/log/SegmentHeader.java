package io.capstan.storage.log;

import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;

/// The second record of a segment.
///
/// - `firstBatch`: batches from this number on are here; what an older segment says of them was cut
///   off by a recovery.
/// - `previous`: the segment before this one, 0 for the very first. Files that are not linked so
///   are not part of the log: their deletion was not durable, or they were torn off.
/// - `lost`: replicas with a bit here (see [BatchHeader#bit]) that the log does not know may have
///   lost all their records to rot: they must not be opened as new.
/// - `replicas`: how many checkpoints follow.
record SegmentHeader(long segment, long firstBatch, long previous, long lost, int replicas) {
    void write(WireWriter out) {
        out.varint(segment).varint(firstBatch).varint(previous).i64(lost).varint(replicas);
    }

    static SegmentHeader read(WireReader in) {
        long segment = in.varint();
        long firstBatch = in.varint();
        long previous = in.varint();
        long lost = in.i64();
        long replicas = in.varint();
        if (previous >= segment || replicas > Integer.MAX_VALUE)
            throw new Malformed("segment " + segment + " after " + previous);
        return new SegmentHeader(segment, firstBatch, previous, lost, (int) replicas);
    }
}
