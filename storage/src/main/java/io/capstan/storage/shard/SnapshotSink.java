package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.wire.DescriptorCodec;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Installs a snapshot into an incarnation of its own, chunk by chunk, while the old state goes on
/// serving; the last chunk makes the new one count, in one batch.
///
/// Progress is written with the rows it speaks of: after a crash the store holds whole chunks, and
/// the stream goes on behind the last. Chunks of another sender fit in where they begin at the same
/// key, because the state at one index is the same everywhere.
public final class SnapshotSink {
    /// The index of a state that is not there: every snapshot is newer, one at index 0 included.
    public static final long NOTHING = -1;

    private final KvStore store;
    private final ShardId shard;
    private final ReplicaId replica;
    private @Nullable InstallProgress progress;

    public SnapshotSink(KvStore store, ShardId shard, ReplicaId replica) {
        this.store = store;
        this.shard = shard;
        this.replica = replica;
        progress = InstallProgress.of(store.latest(), shard).orElse(null);
    }

    /// The last chunk installed of a snapshot that is not finished, without its data.
    public Optional<SnapshotChunk> unfinished() {
        InstallProgress half = progress;
        if (half == null) return Optional.empty();
        return store.latest()
                .get(StoreKeys.section(shard, half.incarnation(), StoreKeys.DESCRIPTOR))
                .map(stored ->
                        new SnapshotChunk(
                                half.index(),
                                half.term(),
                                DescriptorCodec.INSTANCE.read(new WireReader(stored)),
                                half.number(),
                                false,
                                Bytes.EMPTY));
    }

    /// Adds the chunk's rows to the batch. Before the next chunk the host has the batch written.
    ///
    /// `here`: the index of the state that is here, or [#NOTHING].
    public Installed install(SnapshotChunk chunk, long here, KvBatch batch) {
        if (chunk.index() <= here)
            return new Installed.Refused(
                    "a snapshot at " + chunk.index() + " is not newer than " + here);
        Optional<InstallProgress> half =
                Optional.ofNullable(progress).filter(each -> isSame(each, chunk));
        int last = half.map(InstallProgress::number).orElse(-1);
        if (chunk.number() >= 0 && chunk.number() <= last) return new Installed.Repeated(last);
        if (chunk.number() != last + 1)
            return new Installed.Refused(
                    "chunk " + chunk.number() + ", but " + (last + 1) + " is due");
        ChunkData data;
        try {
            data = ChunkData.decode(chunk.data());
            check(chunk, data);
        } catch (Malformed e) {
            return new Installed.Refused("malformed: " + e.getMessage());
        }
        if (!data.from().equals(half.map(InstallProgress::resumeAt).orElse(Bytes.EMPTY)))
            return startOver(batch, "the chunk begins elsewhere than the last one ended");
        return put(chunk, data, half.isPresent() ? half.get().incarnation() : begin(batch), batch);
    }

    private static boolean isSame(InstallProgress half, SnapshotChunk chunk) {
        return half.index() == chunk.index()
                && half.term() == chunk.term()
                && half.epoch() == chunk.descriptor().epoch();
    }

    /// The rows that say what the snapshot is must say what the chunk says.
    private static void check(SnapshotChunk chunk, ChunkData data) {
        if (chunk.last() != data.until().isEmpty()) throw new Malformed("the end is not the end");
        for (int i = 0; i < data.keys().size(); i++) {
            Bytes key = data.keys().get(i);
            if (key.length() != 1) continue;
            if (key.at(0) == StoreKeys.APPLIED) checkApplied(chunk, data.values().get(i));
            if (key.at(0) == StoreKeys.DESCRIPTOR) checkDescriptor(chunk, data.values().get(i));
        }
    }

    private static void checkApplied(SnapshotChunk chunk, Bytes stored) {
        Applied applied = Applied.decode(stored);
        if (applied.index() != chunk.index() || applied.term() != chunk.term())
            throw new Malformed(
                    "a snapshot at " + chunk.index() + " holds the state at " + applied.index());
    }

    private static void checkDescriptor(SnapshotChunk chunk, Bytes stored) {
        ShardDescriptor descriptor = DescriptorCodec.INSTANCE.read(new WireReader(stored));
        if (!descriptor.equals(chunk.descriptor()))
            throw new Malformed("a snapshot's descriptor is not the one in its rows");
    }

    private long begin(KvBatch batch) {
        long incarnation = Incarnations.next(store.latest(), shard);
        InstallProgress half = progress;
        if (half == null) return incarnation;
        Incarnations.markObsolete(shard, half.incarnation(), batch);
        return Math.max(incarnation, half.incarnation() + 1);
    }

    private Installed startOver(KvBatch batch, String why) {
        InstallProgress half = progress;
        if (half != null) Incarnations.markObsolete(shard, half.incarnation(), batch);
        batch.delete(InstallProgress.key(shard));
        progress = null;
        return new Installed.Refused(why + "; begin with chunk 0");
    }

    private Installed put(SnapshotChunk chunk, ChunkData data, long incarnation, KvBatch batch) {
        Bytes prefix = StoreKeys.incarnation(shard, incarnation);
        for (int i = 0; i < data.keys().size(); i++)
            batch.put(prefix.concat(data.keys().get(i)), data.values().get(i));
        if (!chunk.last()) {
            InstallProgress now =
                    new InstallProgress(
                            incarnation,
                            chunk.index(),
                            chunk.term(),
                            chunk.descriptor().epoch(),
                            chunk.number(),
                            data.until());
            progress = now;
            batch.put(InstallProgress.key(shard), now.encode());
            return new Installed.Progress(chunk.number());
        }
        Pointer pointer = new Pointer(incarnation, replica, chunk.index(), bornEpoch());
        Incarnations.switchTo(store.latest(), shard, pointer, batch);
        batch.delete(InstallProgress.key(shard));
        progress = null;
        return new Installed.Finished(chunk.index(), chunk.term());
    }

    private long bornEpoch() {
        return Incarnations.pointer(store.latest(), shard).map(Pointer::bornEpoch).orElse(0L);
    }
}
