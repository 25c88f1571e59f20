package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvStore;
import java.util.Optional;
import java.util.Set;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/// Reads of the newest state.
class RocksView implements KvStore.View {
    private final RocksDB db;
    private final ReadOptions reads;
    private final Set<RocksStore.Resource> open;

    RocksView(RocksDB db, ReadOptions reads, Set<RocksStore.Resource> open) {
        this.db = db;
        this.reads = reads;
        this.open = open;
    }

    @Override
    public Optional<Bytes> get(Bytes key) {
        try {
            return Optional.ofNullable(db.get(reads, key.toArray())).map(Bytes::wrap);
        } catch (RocksDBException e) {
            throw new PortFailure("the store cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public KvStore.Cursor scan(Bytes from, Bytes until) {
        return new RocksCursor(db, reads, from, until, open);
    }

    /// Reads of the state of one moment.
    static final class Frozen extends RocksView implements KvStore.Snapshot, RocksStore.Resource {
        private final RocksDB db;
        private final Snapshot snapshot;
        private final ReadOptions reads;
        private final Set<RocksStore.Resource> open;

        static Frozen of(RocksDB db, Set<RocksStore.Resource> open) {
            Snapshot snapshot = db.getSnapshot();
            return new Frozen(db, snapshot, new ReadOptions().setSnapshot(snapshot), open);
        }

        private Frozen(
                RocksDB db, Snapshot snapshot, ReadOptions reads, Set<RocksStore.Resource> open) {
            super(db, reads, open);
            this.db = db;
            this.snapshot = snapshot;
            this.reads = reads;
            this.open = open;
            open.add(this);
        }

        /// Cursors made of it stay valid: they hold the state by themselves.
        @Override
        public void close() {
            if (!open.remove(this)) return;
            db.releaseSnapshot(snapshot);
            snapshot.close();
            reads.close();
        }
    }
}
