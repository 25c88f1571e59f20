package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import java.util.Optional;

/// A shard's incarnations: each holds a whole state under a prefix of its own. A snapshot fills a
/// new one beside the old; moving the pointer makes it count, in one batch, and what was left is
/// deleted step by step.
///
/// Invariant: an incarnation that the pointer does not name is being filled by a snapshot, or has a
/// row that says it is being deleted, or has no rows.
public final class Incarnations {
    private Incarnations() {}

    static Optional<Pointer> pointer(KvStore.View view, ShardId shard) {
        return view.get(pointerKey(shard)).map(Pointer::decode);
    }

    /// A number that no incarnation of the shard has now.
    static long next(KvStore.View view, ShardId shard) {
        long highest = pointer(view, shard).map(Pointer::incarnation).orElse(0L);
        highest =
                Math.max(
                        highest,
                        InstallProgress.of(view, shard)
                                .map(InstallProgress::incarnation)
                                .orElse(0L));
        Bytes from = StoreKeys.section(shard, StoreKeys.NO_INCARNATION, StoreKeys.OBSOLETE);
        try (KvStore.Cursor cursor = view.scan(from, from.prefixEnd())) {
            while (cursor.next())
                highest = Math.max(highest, cursor.key().longAt(StoreKeys.PREFIX));
        }
        return highest + 1;
    }

    /// Makes `to` count; what counted before, and a snapshot half installed elsewhere, is given up.
    static void switchTo(KvStore.View view, ShardId shard, Pointer to, KvBatch batch) {
        giveUp(view, shard, to.incarnation(), batch);
        batch.put(pointerKey(shard), to.encode());
    }

    /// Whose state the store holds for this shard.
    public static Optional<ReplicaId> owner(KvStore.View view, ShardId shard) {
        return pointer(view, shard).map(Pointer::replica);
    }

    /// Forgets the shard altogether, if it is this replica's; the rows go with [#sweep].
    public static void drop(KvStore.View view, ShardId shard, ReplicaId replica, KvBatch batch) {
        if (!owner(view, shard).equals(Optional.of(replica))) return;
        giveUp(view, shard, StoreKeys.NO_INCARNATION, batch);
        batch.delete(pointerKey(shard));
    }

    private static void giveUp(KvStore.View view, ShardId shard, long except, KvBatch batch) {
        pointer(view, shard)
                .filter(old -> old.incarnation() != except)
                .ifPresent(old -> markObsolete(shard, old.incarnation(), batch));
        InstallProgress.of(view, shard)
                .ifPresent(half -> {
                    if (half.incarnation() != except)
                        markObsolete(shard, half.incarnation(), batch);
                    batch.delete(InstallProgress.key(shard));
                });
    }

    static void markObsolete(ShardId shard, long incarnation, KvBatch batch) {
        batch.put(StoreKeys.obsolete(shard, incarnation), Bytes.EMPTY);
    }

    /// Deletes at most about `rows` rows of incarnations given up; returns whether more are left.
    public static boolean sweep(KvStore.View view, ShardId shard, int rows, KvBatch batch) {
        Bytes marks = StoreKeys.section(shard, StoreKeys.NO_INCARNATION, StoreKeys.OBSOLETE);
        try (KvStore.Cursor mark = view.scan(marks, marks.prefixEnd())) {
            if (!mark.next()) return false;
            Bytes incarnation = StoreKeys.incarnation(shard, mark.key().longAt(StoreKeys.PREFIX));
            if (!deleteSome(view, incarnation, rows, batch)) batch.delete(mark.key());
            return true;
        }
    }

    private static boolean deleteSome(KvStore.View view, Bytes prefix, int rows, KvBatch batch) {
        try (KvStore.Cursor cursor = view.scan(prefix, prefix.prefixEnd())) {
            int seen = 0;
            while (seen < rows && cursor.next()) seen++;
            if (seen == 0) return false;
            boolean all = !cursor.next();
            batch.deleteRange(prefix, all ? prefix.prefixEnd() : cursor.key());
            return !all;
        }
    }

    private static Bytes pointerKey(ShardId shard) {
        return StoreKeys.section(shard, StoreKeys.NO_INCARNATION, StoreKeys.POINTER);
    }
}
