package io.capstan.storage.log;

import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;

/// The first record of a batch: the batch is whole only with `records` more records whose chained
/// checksum is `chain`.
///
/// - `number`: batches are numbered from 1, without gaps, across segments.
/// - `durable`: every batch up to this one was durable when this one was written. Damage there is
///   rot; damage after the last such claim is a torn tail.
/// - `previousChain`: the chain of the batch before, so that a lost middle is noticed.
/// - `participants`: which replicas have records here, one bit each (see [#bit]); of this batch and
///   of the one before, so that a lost batch still says who may have lost something.
record BatchHeader(
        long number,
        long durable,
        int previousChain,
        int chain,
        int records,
        long participants,
        long previousParticipants) {
    static final int VERSION = 1;

    /// In bytes, always the same.
    static final int LENGTH = 1 + 8 + 8 + 4 + 4 + 4 + 8 + 8;

    /// The one bit of 64 that stands for this replica. Others may share it.
    static long bit(long shard, long replica) {
        long mixed = (shard * 0x9e3779b97f4a7c15L ^ replica) * 0xbf58476d1ce4e5b9L;
        return 1L << (mixed >>> 58);
    }

    void write(WireWriter out) {
        out.u8(VERSION).i64(number).i64(durable).i32(previousChain).i32(chain).i32(records);
        out.i64(participants).i64(previousParticipants);
    }

    static BatchHeader read(WireReader in) {
        int version = in.u8();
        if (version != VERSION) throw new Malformed("a batch of version " + version);
        BatchHeader header =
                new BatchHeader(
                        in.i64(), in.i64(), in.i32(), in.i32(), in.i32(), in.i64(), in.i64());
        if (header.number <= 0 || header.durable < 0 || header.durable >= header.number)
            throw new Malformed("batch " + header.number + ", durable " + header.durable);
        return header;
    }
}
