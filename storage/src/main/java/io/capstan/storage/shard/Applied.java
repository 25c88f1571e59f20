package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.time.HybridTime;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;

/// How far a shard's state has come; a row beside the data, written in the same batch.
///
/// `history` is a digest of every effect since the beginning, in order: two replicas at one index
/// have the same, or one of them has applied something else.
record Applied(long index, long term, HybridTime stamp, long history) {
    static final Applied NOTHING = new Applied(0, 0, HybridTime.ZERO, 0);

    Bytes encode() {
        return new WireWriter(32).i64(index).i64(term).i64(stamp.value()).i64(history).bytes();
    }

    static Applied decode(Bytes stored) {
        WireReader in = new WireReader(stored);
        return new Applied(in.i64(), in.i64(), new HybridTime(in.i64()), in.i64());
    }
}
