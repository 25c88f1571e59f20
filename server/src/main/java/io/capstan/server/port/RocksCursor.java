package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvStore;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// A walk over rows. It pins the state of the moment its iterator was made until it is closed.
final class RocksCursor implements KvStore.Cursor, RocksStore.Resource {
    private final Set<RocksStore.Resource> open;
    private final RocksIterator rows;
    private final Bytes from;
    private final Bytes until;
    private final Consumer<RocksIterator> end;
    private @Nullable Bytes key;
    private boolean started;

    /// `end` takes the iterator back when the cursor is closed.
    RocksCursor(
            RocksIterator rows,
            Bytes from,
            Bytes until,
            Consumer<RocksIterator> end,
            Set<RocksStore.Resource> open) {
        this.open = open;
        this.rows = rows;
        this.from = from;
        this.until = until;
        this.end = end;
        open.add(this);
    }

    @Override
    public boolean next() {
        if (!started) rows.seek(from.toArray());
        else if (key != null) rows.next();
        started = true;
        key = rows.isValid() ? Bytes.wrap(rows.key()) : null;
        if (key == null) checkHealth();
        if (key != null && !until.isEmpty() && key.compareTo(until) >= 0) key = null;
        return key != null;
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
        Bytes here = key;
        if (here == null) throw new IllegalStateException("a cursor that is on no row");
        return here;
    }

    @Override
    public Bytes value() {
        if (key == null) throw new IllegalStateException("a cursor that is on no row");
        return Bytes.wrap(rows.value());
    }

    @Override
    public void close() {
        if (open.remove(this)) end.accept(rows);
    }
}
