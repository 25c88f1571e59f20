package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;

/// Which incarnation of a shard counts, whose it is, the index of the snapshot that made it (0 for
/// one that grew from the log alone), and the epoch in which the replica was made.
record Pointer(long incarnation, ReplicaId replica, long installedIndex, long bornEpoch) {
    Bytes encode() {
        return new WireWriter(32)
                .i64(incarnation)
                .i64(replica.value())
                .i64(installedIndex)
                .i64(bornEpoch)
                .bytes();
    }

    static Pointer decode(Bytes stored) {
        WireReader in = new WireReader(stored);
        return new Pointer(in.i64(), new ReplicaId(in.i64()), in.i64(), in.i64());
    }
}
