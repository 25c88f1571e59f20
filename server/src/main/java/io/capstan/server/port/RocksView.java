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
    private final SharedIterators iterators;
    private final Set<RocksStore.Resource> open;

    RocksView(
            RocksDB db,
            ReadOptions reads,
            SharedIterators iterators,
            Set<RocksStore.Resource> open) {
        this.db = db;
        this.reads = reads;
        this.iterators = iterators;
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
        long seen = iterators.writes();
        return new RocksCursor(
                iterators.take(), from, until, used -> iterators.giveBack(used, seen), open);
    }

    /// Reads of the state of one moment.
    static final class Frozen extends RocksView implements KvStore.Snapshot, RocksStore.Resource {
        private final RocksDB db;
        private final Snapshot snapshot;
        private final ReadOptions reads;
        private final SharedIterators iterators;
        private final Set<RocksStore.Resource> open;

        static Frozen of(RocksDB db, Set<RocksStore.Resource> open) {
            Snapshot snapshot = db.getSnapshot();
            ReadOptions reads = new ReadOptions().setSnapshot(snapshot);
            return new Frozen(db, snapshot, reads, new SharedIterators(db, reads), open);
        }

        private Frozen(
                RocksDB db,
                Snapshot snapshot,
                ReadOptions reads,
                SharedIterators iterators,
                Set<RocksStore.Resource> open) {
            super(db, reads, iterators, open);
            this.db = db;
            this.snapshot = snapshot;
            this.reads = reads;
            this.iterators = iterators;
            this.open = open;
            open.add(this);
        }

        /// Cursors made of it stay valid: they hold the state by themselves.
        @Override
        public void close() {
            if (!open.remove(this)) return;
            iterators.written();
            db.releaseSnapshot(snapshot);
            snapshot.close();
            reads.close();
        }
    }
}
