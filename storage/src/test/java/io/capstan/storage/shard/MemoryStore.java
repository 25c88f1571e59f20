package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A store in memory for tests: plain maps, copied for every view that must not change.
final class MemoryStore implements KvStore {
    private record Frozen(TreeMap<Bytes, Bytes> rows) implements Snapshot {
        @Override
        public Optional<Bytes> get(Bytes key) {
            return Optional.ofNullable(rows.get(key));
        }

        @Override
        public Cursor scan(Bytes from, Bytes until) {
            var tail = until.isEmpty() ? rows.tailMap(from) : rows.subMap(from, until);
            return new Walk(new TreeMap<>(tail).entrySet().iterator());
        }

        @Override
        public void close() {}
    }

    private static final class Walk implements Cursor {
        private final Iterator<Map.Entry<Bytes, Bytes>> rows;
        private Map.Entry<Bytes, Bytes> at = Map.entry(Bytes.EMPTY, Bytes.EMPTY);

        Walk(Iterator<Map.Entry<Bytes, Bytes>> rows) {
            this.rows = rows;
        }

        @Override
        public boolean next() {
            if (!rows.hasNext()) return false;
            at = rows.next();
            return true;
        }

        @Override
        public Bytes key() {
            return at.getKey();
        }

        @Override
        public Bytes value() {
            return at.getValue();
        }

        @Override
        public void close() {}
    }

    final TreeMap<Bytes, Bytes> rows = new TreeMap<>();

    @Override
    public View latest() {
        return new Frozen(rows);
    }

    @Override
    public Snapshot snapshot() {
        return new Frozen(new TreeMap<>(rows));
    }

    @Override
    public Written write(KvBatch batch) {
        for (KvBatch.Change change : batch.changes())
            switch (change) {
                case KvBatch.Change.Put put -> rows.put(put.key(), put.value());
                case KvBatch.Change.Delete delete -> rows.remove(delete.key());
                case KvBatch.Change.DeleteRange range ->
                        rows.subMap(range.from(), range.until()).clear();
            }
        return Written.DONE;
    }

    @Override
    public void flush(long ticket) {}

    @Override
    public long unflushedBytes() {
        return 0;
    }
}
