package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvStore;
import io.capstan.core.protocol.VersionedView;
import io.capstan.core.request.Row;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.time.HybridTime;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A shard's rows as of one time: of each the newest version not after it. With an overlay of
/// changes that the store does not hold yet, and a cache of its rows, both for the newest state.
final class Versions implements VersionedView {
    /// After so many older versions of one row a scan looks the next row up instead of walking on.
    private static final int WALK = 8;

    private static final byte DELETED = 0;
    private static final byte PRESENT = 1;

    private final KvStore.View store;
    private final Bytes section;
    private final Partitioning partitioning;
    private final HybridTime asOf;
    private final SortedMap<Bytes, Optional<Row>> overlay;
    private final RowCache.Part cache;

    Versions(
            KvStore.View store,
            Bytes section,
            Partitioning partitioning,
            HybridTime asOf,
            SortedMap<Bytes, Optional<Row>> overlay,
            RowCache.Part cache) {
        this.store = store;
        this.section = section;
        this.partitioning = partitioning;
        this.asOf = asOf;
        this.overlay = overlay;
        this.cache = cache;
    }

    /// A version's stored form.
    static Bytes present(Bytes value) {
        byte[] stored = new byte[value.length() + 1];
        stored[0] = PRESENT;
        value.copyTo(stored, 1);
        return Bytes.wrap(stored);
    }

    static Bytes deleted() {
        return Bytes.wrap(new byte[] {DELETED});
    }

    static boolean isDeleted(Bytes stored) {
        return stored.at(0) == DELETED;
    }

    @Override
    public Optional<Row> get(Bytes key) {
        Bytes routingKey = partitioning.routingKey(key);
        if (overlay.containsKey(routingKey)) return overlay.get(routingKey);
        if (!asOf.equals(HybridTime.MAX)) return lookUp(routingKey);
        RowCache.Known known = cache.find(routingKey);
        if (known != null) return known.row();
        Optional<Row> newest = lookUp(routingKey);
        cache.read(routingKey, newest);
        return newest;
    }

    private Optional<Row> lookUp(Bytes routingKey) {
        Bytes from = StoreKeys.version(section, routingKey, asOf);
        Bytes until = StoreKeys.afterVersions(section, routingKey);
        try (KvStore.Cursor cursor = store.scan(from, until)) {
            return cursor.next() ? row(routingKey, cursor) : Optional.empty();
        }
    }

    @Override
    public void scan(Bytes after, Predicate<Row> visitor) {
        Iterator<Map.Entry<Bytes, Optional<Row>>> pending =
                overlay.tailMap(after).entrySet().iterator();
        try (Walk walk = new Walk(after)) {
            Map.@Nullable Entry<Bytes, Optional<Row>> ours = next(pending);
            if (ours != null && !after.isEmpty() && ours.getKey().equals(after))
                ours = next(pending);
            boolean more = walk.next();
            while (more || ours != null) {
                int order =
                        !more ? -1 : ours == null ? 1 : ours.getKey().compareTo(walk.routingKey);
                Optional<Row> row = order <= 0 && ours != null ? ours.getValue() : walk.row;
                if (order <= 0) ours = next(pending);
                if (order >= 0) more = walk.next();
                if (row.isPresent() && !visitor.test(row.get())) return;
            }
        }
    }

    private static Map.@Nullable Entry<Bytes, Optional<Row>> next(
            Iterator<Map.Entry<Bytes, Optional<Row>>> pending) {
        return pending.hasNext() ? pending.next() : null;
    }

    private Optional<Row> row(Bytes routingKey, KvStore.Cursor cursor) {
        Bytes stored = cursor.value();
        if (isDeleted(stored)) return Optional.empty();
        return Optional.of(
                new Row(
                        partitioning.key(routingKey),
                        stored.slice(1, stored.length()),
                        StoreKeys.stamp(cursor.key())));
    }

    /// Goes over the store's rows, one step a row.
    private final class Walk implements AutoCloseable {
        private KvStore.Cursor cursor;
        private boolean atRow;
        private Bytes routingKey = Bytes.EMPTY;
        private Optional<Row> row = Optional.empty();

        Walk(Bytes after) {
            cursor = open(after.isEmpty() ? section : StoreKeys.afterVersions(section, after));
            atRow = cursor.next();
        }

        private KvStore.Cursor open(Bytes from) {
            return store.scan(from, section.prefixEnd());
        }

        boolean next() {
            while (atRow) {
                Bytes key = cursor.key();
                boolean visible = StoreKeys.stamp(key).value() <= asOf.value();
                if (!visible) {
                    atRow = cursor.next();
                    continue;
                }
                routingKey = StoreKeys.routingKey(key);
                row = row(routingKey, cursor);
                pass(key);
                return true;
            }
            return false;
        }

        /// Leaves the older versions of this row behind.
        private void pass(Bytes key) {
            for (int walked = 0; walked < WALK; walked++) {
                atRow = cursor.next();
                if (!atRow || !StoreKeys.sameRow(cursor.key(), key)) return;
            }
            cursor.close();
            cursor = open(StoreKeys.afterVersions(section, routingKey));
            atRow = cursor.next();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
