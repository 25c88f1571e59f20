package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.KvStore;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.util.Optional;

/// How far a snapshot has been installed: written with each chunk's rows, so that it says exactly
/// what is there.
///
/// `number` is the last chunk installed, `resumeAt` the key (within an incarnation) where the next
/// one begins: chunks of two senders fit together only if they meet there.
record InstallProgress(
        long incarnation, long index, long term, long epoch, int number, Bytes resumeAt) {
    static Optional<InstallProgress> of(KvStore.View view, ShardId shard) {
        return view.get(key(shard)).map(InstallProgress::decode);
    }

    static Bytes key(ShardId shard) {
        return StoreKeys.section(shard, StoreKeys.NO_INCARNATION, StoreKeys.INSTALL);
    }

    Bytes encode() {
        return new WireWriter(64)
                .i64(incarnation)
                .i64(index)
                .i64(term)
                .i64(epoch)
                .i32(number)
                .bytes(resumeAt)
                .bytes();
    }

    private static InstallProgress decode(Bytes stored) {
        WireReader in = new WireReader(stored);
        return new InstallProgress(in.i64(), in.i64(), in.i64(), in.i64(), in.i32(), in.bytes());
    }
}
