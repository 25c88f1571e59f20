package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.port.KvStore;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.wire.DescriptorCodec;
import io.capstan.core.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A shard's state at one index, cut into numbered chunks on demand. A chunk given before can be
/// given again: where each begins is remembered, one key a chunk.
final class OpenSnapshot implements AutoCloseable {
    private final ShardId shard;
    private final KvStore.Snapshot view;
    private final Bytes prefix;
    private final Applied applied;
    private final ShardDescriptor descriptor;
    private final int chunkBytes;
    private final List<Bytes> starts = new ArrayList<>();
    private long usedAt;
    private boolean givenWhole;

    private OpenSnapshot(
            ShardId shard, KvStore.Snapshot view, long incarnation, int chunkBytes, long now) {
        this.shard = shard;
        this.view = view;
        this.chunkBytes = chunkBytes;
        this.usedAt = now;
        prefix = StoreKeys.incarnation(shard, incarnation);
        applied =
                Applied.decode(
                        view.get(StoreKeys.section(shard, incarnation, StoreKeys.APPLIED))
                                .orElseThrow());
        descriptor =
                DescriptorCodec.INSTANCE.read(
                        new WireReader(
                                view.get(
                                                StoreKeys.section(
                                                        shard, incarnation, StoreKeys.DESCRIPTOR))
                                        .orElseThrow()));
        starts.add(Bytes.EMPTY);
    }

    /// Of the newest state that the store holds; empty where it holds none.
    static Optional<OpenSnapshot> take(KvStore store, ShardId shard, int chunkBytes, long now) {
        KvStore.Snapshot view = store.snapshot();
        Optional<Pointer> pointer = Incarnations.pointer(view, shard);
        if (pointer.isPresent())
            return Optional.of(
                    new OpenSnapshot(shard, view, pointer.get().incarnation(), chunkBytes, now));
        view.close();
        return Optional.empty();
    }

    ShardId shard() {
        return shard;
    }

    long index() {
        return applied.index();
    }

    long usedAt() {
        return usedAt;
    }

    /// Whether its last chunk has been given: whoever wanted it has it, or will ask once more.
    boolean isGivenWhole() {
        return givenWhole;
    }

    /// Empty where the chunk before it was never given.
    Optional<SnapshotChunk> chunk(int number, long now) {
        usedAt = now;
        if (number < 0 || number >= starts.size()) return Optional.empty();
        ChunkData data = cut(starts.get(number));
        boolean last = data.until().isEmpty();
        givenWhole |= last;
        if (!last && number + 1 == starts.size()) starts.add(data.until());
        return Optional.of(
                new SnapshotChunk(
                        applied.index(), applied.term(), descriptor, number, last, data.encode()));
    }

    private ChunkData cut(Bytes start) {
        List<Bytes> keys = new ArrayList<>();
        List<Bytes> values = new ArrayList<>();
        Bytes until = Bytes.EMPTY;
        long bytes = 0;
        try (KvStore.Cursor cursor = view.scan(prefix.concat(start), prefix.prefixEnd())) {
            while (cursor.next()) {
                Bytes key = cursor.key().slice(prefix.length(), cursor.key().length());
                if (bytes >= chunkBytes) {
                    until = key;
                    break;
                }
                keys.add(key);
                values.add(cursor.value());
                bytes += key.length() + cursor.value().length();
            }
        }
        return new ChunkData(start, until, keys, values);
    }

    @Override
    public void close() {
        view.close();
    }
}
