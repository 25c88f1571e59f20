package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;

/// Which incarnation of a shard counts, whose it is, and the index of the snapshot that made it (0
/// for one that grew from the log alone).
record Pointer(long incarnation, ReplicaId replica, long installedIndex) {
    Bytes encode() {
        return new WireWriter(24).i64(incarnation).i64(replica.value()).i64(installedIndex).bytes();
    }

    static Pointer decode(Bytes stored) {
        WireReader in = new WireReader(stored);
        return new Pointer(in.i64(), new ReplicaId(in.i64()), in.i64());
    }
}
