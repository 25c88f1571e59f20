package io.capstan.sim.world;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.core.random.Randomness;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// An ordered store in memory that keeps what is durable apart; a crash keeps some prefix of the
/// batches written since.
final class MemoryStore implements KvStore {
    private final Randomness random;
    private TreeMap<Bytes, Bytes> rows = new TreeMap<>();
    private final TreeMap<Bytes, Bytes> durable = new TreeMap<>();
    private final List<List<KvBatch.Change>> pending = new ArrayList<>();
    private final Map<Long, Integer> flushes = new TreeMap<>();
    private int settled;
    private long unflushed;

    MemoryStore(Randomness random) {
        this.random = random;
    }

    @Override
    public View latest() {
        return new MapView(rows);
    }

    @Override
    public Snapshot snapshot() {
        return new MapView(new TreeMap<>(rows));
    }

    @Override
    public Written write(KvBatch batch) {
        List<KvBatch.Change> changes = List.copyOf(batch.changes());
        changes.forEach(change -> apply(change, rows));
        pending.add(changes);
        unflushed += batch.bytes();
        return Written.DONE;
    }

    private static void apply(KvBatch.Change change, NavigableMap<Bytes, Bytes> to) {
        switch (change) {
            case KvBatch.Change.Put(var key, var value) -> to.put(key, value);
            case KvBatch.Change.Delete(var key) -> to.remove(key);
            case KvBatch.Change.DeleteRange(var from, var until) ->
                    (until.isEmpty() ? to.tailMap(from, true) : to.subMap(from, true, until, false))
                            .clear();
        }
    }

    @Override
    public void flush(long ticket) {
        flushes.put(ticket, settled + pending.size());
    }

    void completeFlush(long ticket) {
        Integer until = flushes.remove(ticket);
        if (until == null || until <= settled) return;
        List<List<KvBatch.Change>> done = pending.subList(0, until - settled);
        done.forEach(changes -> changes.forEach(change -> apply(change, durable)));
        done.clear();
        settled = until;
        if (pending.isEmpty()) unflushed = 0;
    }

    /// The process dies; some prefix of what was not flushed stays.
    boolean die() {
        int kept = pending.isEmpty() || random.chance(0.5) ? 0 : random.below(pending.size() + 1);
        boolean lost = kept < pending.size();
        pending.subList(0, kept).forEach(changes -> changes.forEach(c -> apply(c, durable)));
        rows = new TreeMap<>(durable);
        pending.clear();
        flushes.clear();
        settled = 0;
        unflushed = 0;
        return lost;
    }

    @Override
    public long unflushedBytes() {
        return unflushed;
    }

    private record MapView(TreeMap<Bytes, Bytes> rows) implements Snapshot {
        @Override
        public Optional<Bytes> get(Bytes key) {
            return Optional.ofNullable(rows.get(key));
        }

        @Override
        public Cursor scan(Bytes from, Bytes until) {
            NavigableMap<Bytes, Bytes> range =
                    until.isEmpty()
                            ? rows.tailMap(from, true)
                            : from.compareTo(until) < 0
                                    ? rows.subMap(from, true, until, false)
                                    : new TreeMap<>();
            return new MapCursor(range.entrySet().iterator());
        }

        @Override
        public void close() {}
    }

    private static final class MapCursor implements Cursor {
        private final Iterator<Map.Entry<Bytes, Bytes>> entries;
        private Map.@Nullable Entry<Bytes, Bytes> at;

        MapCursor(Iterator<Map.Entry<Bytes, Bytes>> entries) {
            this.entries = entries;
        }

        @Override
        public boolean next() {
            at = entries.hasNext() ? entries.next() : null;
            return at != null;
        }

        @Override
        public Bytes key() {
            return current().getKey();
        }

        @Override
        public Bytes value() {
            return current().getValue();
        }

        private Map.Entry<Bytes, Bytes> current() {
            return Objects.requireNonNull(at, "a cursor that stands nowhere");
        }

        @Override
        public void close() {}
    }
}
