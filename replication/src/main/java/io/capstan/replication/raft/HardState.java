package io.capstan.replication.raft;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.time.HybridTime;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;

/// What a replica must never forget.
///
/// - `term`, `vote`: the latest term seen, and who got the vote in it ([ReplicaId#NONE]: nobody
///   yet).
/// - `stream`: the snapshot stream being received, 0 for none: after a restart only this very
///   stream may go on.
/// - `floor`: at least the stamp of every entry that an installed snapshot stands for.
///
/// Raft thesis 3.8 (persisted state).
record HardState(long term, ReplicaId vote, long stream, HybridTime floor) {
    static final HardState NONE = new HardState(0, ReplicaId.NONE, 0, HybridTime.ZERO);
    private static final int VERSION = 1;

    HardState withVote(long newTerm, ReplicaId newVote) {
        return new HardState(newTerm, newVote, stream, floor);
    }

    HardState withStream(long newStream, HybridTime newFloor) {
        return new HardState(term, vote, newStream, HybridTime.max(floor, newFloor));
    }

    Bytes encoded() {
        return new WireWriter(40)
                .u8(VERSION)
                .varint(term)
                .i64(vote.value())
                .i64(stream)
                .i64(floor.value())
                .bytes();
    }

    static HardState decoded(Bytes state) {
        WireReader in = new WireReader(state);
        int version = in.u8();
        if (version != VERSION) throw new Malformed("hard state of version " + version);
        HardState read =
                new HardState(
                        in.varint(), new ReplicaId(in.i64()), in.i64(), new HybridTime(in.i64()));
        in.end();
        return read;
    }
}
