package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.core.time.HybridTime;

/// Removes versions that no read at or after a horizon can see: of each row everything older than
/// the newest version not after the horizon, and that version too where it is a deletion. The
/// newest state never changes.
///
/// Walks over the shard in bounded steps and then from the beginning again; forgets where it is in
/// a restart, which costs a walk and nothing else.
public final class VersionCollector {
    private static final Bytes ZERO = Bytes.wrap(new byte[1]);

    private final KvStore store;
    private final Bytes section;
    private Bytes from;
    private Bytes row = Bytes.EMPTY;
    private boolean covered;

    /// A deletion on its way out: it goes only after everything that it hides.
    private Bytes deletion = Bytes.EMPTY;

    public VersionCollector(KvStore store, ShardStore shard) {
        this.store = store;
        section = StoreKeys.section(shard.shard(), shard.incarnation(), StoreKeys.VERSIONS);
        from = section;
    }

    /// Looks at up to `limit` versions; returns whether the walk has come to the end.
    public boolean step(HybridTime horizon, int limit, KvBatch batch) {
        try (KvStore.Cursor cursor = store.latest().scan(from, section.prefixEnd())) {
            for (int looked = 0; looked < limit; looked++) {
                if (!cursor.next()) {
                    leaveRow(batch);
                    from = section;
                    row = Bytes.EMPTY;
                    return true;
                }
                look(cursor, horizon, batch);
            }
        }
        from = row.concat(ZERO);
        return false;
    }

    private void look(KvStore.Cursor cursor, HybridTime horizon, KvBatch batch) {
        Bytes key = cursor.key();
        if (row.isEmpty() || !StoreKeys.sameRow(key, row)) leaveRow(batch);
        row = key;
        if (StoreKeys.stamp(key).isAfter(horizon)) return;
        if (covered) batch.delete(key);
        else if (Versions.isDeleted(cursor.value())) deletion = key;
        covered = true;
    }

    private void leaveRow(KvBatch batch) {
        covered = false;
        if (!deletion.isEmpty()) batch.delete(deletion);
        deletion = Bytes.EMPTY;
    }
}
