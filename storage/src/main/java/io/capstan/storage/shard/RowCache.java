package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.request.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The newest versions of the rows that were read lately, for all shards of a node: a row that is
/// read again is not looked up in the store, where every look-up goes through all sorted runs.
///
/// Invariants
/// 1. What is known of a row here is what the store holds as its newest version, or that it holds
///    none. A row that is written is brought up to date where it is known, and not brought in.
/// 2. Everything weighs at most `maxBytes`; beyond, the rows read least recently go.
///
/// Nothing here shares memory with a frame or a log entry.
public final class RowCache {
    /// What a row costs besides its key and value, in bytes, roughly.
    static final int ROW_OVERHEAD = 200;

    /// A row heavier than this part of the whole is not kept: it would drive out too many.
    private static final int MOST_PARTS = 16;

    /// What is known of one row: its newest version, or that there is none.
    record Known(Optional<Row> row) {}

    private record Place(long state, Bytes routingKey) {}

    private final LinkedHashMap<Place, Known> rows = new LinkedHashMap<>(16, 0.75f, true);
    private final long maxBytes;
    private long bytes;
    private long states;
    private long hits;
    private long misses;

    /// `maxBytes`: from 0, which keeps nothing.
    public RowCache(long maxBytes) {
        Invariant.check(maxBytes >= 0, "a cache of %s bytes", maxBytes);
        this.maxBytes = maxBytes;
    }

    /// The part of one state of a shard. Another state of the same shard, such as one that a
    /// snapshot brings, has a part of its own.
    Part part() {
        return new Part(++states);
    }

    public long bytes() {
        return bytes;
    }

    /// Reads of a row that was known.
    public long hits() {
        return hits;
    }

    /// Reads that had to ask the store.
    public long misses() {
        return misses;
    }

    private long weight(Place place, Known known) {
        long value = known.row.map(row -> row.value().length()).orElse(0);
        return ROW_OVERHEAD + 2L * place.routingKey.length() + value;
    }

    private void put(Place place, Known known) {
        long weight = weight(place, known);
        if (weight > maxBytes / MOST_PARTS) {
            remove(place);
            return;
        }
        Known before = rows.put(place, known);
        bytes += weight - (before == null ? 0 : weight(place, before));
        while (bytes > maxBytes) remove(rows.firstEntry().getKey());
    }

    private void remove(Place place) {
        Known gone = rows.remove(place);
        if (gone != null) bytes -= weight(place, gone);
    }

    /// The rows of one state.
    final class Part {
        private final long state;

        private Part(long state) {
            this.state = state;
        }

        /// What is known of the row; null where nothing is.
        @Nullable Known find(Bytes routingKey) {
            Known known = rows.get(new Place(state, routingKey));
            if (known == null) misses++;
            else hits++;
            return known;
        }

        /// The store has said what it holds.
        void read(Bytes routingKey, Optional<Row> newest) {
            put(new Place(state, owned(routingKey)), new Known(newest.map(RowCache::owned)));
        }

        /// The store holds these now.
        void written(Map<Bytes, Optional<Row>> newest) {
            if (rows.isEmpty()) return;
            newest.forEach((routingKey, row) -> {
                Place place = new Place(state, owned(routingKey));
                if (rows.containsKey(place)) put(place, new Known(row.map(RowCache::owned)));
            });
        }
    }

    private static Row owned(Row row) {
        return new Row(owned(row.key()), owned(row.value()), row.version());
    }

    private static Bytes owned(Bytes bytes) {
        return Bytes.wrap(bytes.toArray());
    }
}
