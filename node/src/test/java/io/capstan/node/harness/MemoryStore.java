package io.capstan.node.harness;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A store in memory. A crash takes it back to the last completed flush.
public final class MemoryStore implements KvStore {
    /// A flush that has been asked for and not yet completed.
    record Flush(long ticket, TreeMap<Bytes, Bytes> content) {}

    private TreeMap<Bytes, Bytes> rows = new TreeMap<>();
    private TreeMap<Bytes, Bytes> durable = new TreeMap<>();
    private final List<Flush> flushes = new ArrayList<>();
    private long unflushed;
    private boolean stalled;

    /// From now on the store takes no batch.
    public void stall(boolean isStalled) {
        stalled = isStalled;
    }

    /// How many rows there are, of whatever kind.
    public int size() {
        return rows.size();
    }

    List<Flush> takeFlushes() {
        List<Flush> taken = List.copyOf(flushes);
        flushes.clear();
        return taken;
    }

    void complete(Flush flush) {
        durable = flush.content();
    }

    void crash() {
        flushes.clear();
        rows = new TreeMap<>(durable);
        unflushed = 0;
    }

    @Override
    public View latest() {
        return new Moment(rows);
    }

    @Override
    public Snapshot snapshot() {
        return new Moment(new TreeMap<>(rows));
    }

    @Override
    public Written write(KvBatch batch) {
        if (stalled) return Written.STALLED;
        for (KvBatch.Change change : batch.changes()) {
            switch (change) {
                case KvBatch.Change.Put put -> rows.put(put.key(), put.value());
                case KvBatch.Change.Delete delete -> rows.remove(delete.key());
                case KvBatch.Change.DeleteRange range ->
                        rows.subMap(range.from(), true, range.until(), false).clear();
            }
        }
        unflushed += batch.bytes();
        return Written.DONE;
    }

    @Override
    public void flush(long ticket) {
        unflushed = 0;
        flushes.add(new Flush(ticket, new TreeMap<>(rows)));
    }

    @Override
    public long unflushedBytes() {
        return unflushed;
    }

    private record Moment(TreeMap<Bytes, Bytes> rows) implements Snapshot {
        @Override
        public Optional<Bytes> get(Bytes key) {
            return Optional.ofNullable(rows.get(key));
        }

        @Override
        public Cursor scan(Bytes from, Bytes until) {
            var range = until.isEmpty() ? rows.tailMap(from) : rows.subMap(from, until);
            return new Walk(List.copyOf(range.entrySet()).iterator());
        }

        @Override
        public void close() {}
    }

    private static final class Walk implements Cursor {
        private final Iterator<Map.Entry<Bytes, Bytes>> rest;
        private Bytes key = Bytes.EMPTY;
        private Bytes value = Bytes.EMPTY;

        Walk(Iterator<Map.Entry<Bytes, Bytes>> rest) {
            this.rest = rest;
        }

        @Override
        public boolean next() {
            if (!rest.hasNext()) return false;
            Map.Entry<Bytes, Bytes> row = rest.next();
            key = row.getKey();
            value = row.getValue();
            return true;
        }

        @Override
        public Bytes key() {
            return key;
        }

        @Override
        public Bytes value() {
            return value;
        }

        @Override
        public void close() {}
    }
}
