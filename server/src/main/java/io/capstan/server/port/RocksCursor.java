package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.port.KvStore;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/// A walk over rows. It pins the state of the moment it was made until it is closed.
final class RocksCursor implements KvStore.Cursor, RocksStore.Resource {
    private final Set<RocksStore.Resource> open;
    private final ReadOptions bounded;
    private final @Nullable Slice bound;
    private final RocksIterator rows;
    private final byte[] from;
    private boolean started;

    RocksCursor(
            RocksDB db, ReadOptions reads, Bytes from, Bytes until, Set<RocksStore.Resource> open) {
        this.open = open;
        this.from = from.toArray();
        bounded = new ReadOptions(reads);
        bound = until.isEmpty() ? null : new Slice(until.toArray());
        if (bound != null) bounded.setIterateUpperBound(bound);
        rows = db.newIterator(bounded);
        open.add(this);
    }

    @Override
    public boolean next() {
        if (!started) rows.seek(from);
        else if (rows.isValid()) rows.next();
        started = true;
        if (rows.isValid()) return true;
        checkHealth();
        return false;
    }

    /// An iterator that is not valid is at its end, or has met an error.
    private void checkHealth() {
        try {
            rows.status();
        } catch (RocksDBException e) {
            throw new PortFailure("the store cannot be scanned: " + e.getMessage(), e);
        }
    }

    @Override
    public Bytes key() {
        Invariant.check(started && rows.isValid(), "a cursor that is on no row");
        return Bytes.wrap(rows.key());
    }

    @Override
    public Bytes value() {
        Invariant.check(started && rows.isValid(), "a cursor that is on no row");
        return Bytes.wrap(rows.value());
    }

    @Override
    public void close() {
        if (!open.remove(this)) return;
        rows.close();
        bounded.close();
        if (bound != null) bound.close();
    }
}
