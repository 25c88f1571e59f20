package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.core.protocol.VersionedView;
import io.capstan.core.protocol.Writes;
import io.capstan.core.request.Row;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The versions that commands applied have written and the store does not hold yet, and the newest
/// row of each key among them.
final class Changes {
    private final Bytes section;
    private final Partitioning partitioning;
    private final RowCache.Part cache;
    private final TreeMap<Bytes, Optional<Row>> newest = new TreeMap<>();
    private final List<Bytes> keysAndValues = new ArrayList<>();

    /// `section`: where the store keeps the shard's versions. `cache`: of what it holds.
    Changes(Bytes section, Partitioning partitioning, RowCache.Part cache) {
        this.section = section;
        this.partitioning = partitioning;
        this.cache = cache;
    }

    boolean isEmpty() {
        return newest.isEmpty();
    }

    /// The shard's rows as of a time: those here over those in the store. [HybridTime#MAX] where
    /// there is something here, since it is the newest alone.
    VersionedView over(KvStore.View store, HybridTime asOf) {
        return new Versions(store, section, partitioning, asOf, newest, cache);
    }

    void addTo(KvBatch batch) {
        for (int i = 0; i < keysAndValues.size(); i += 2)
            batch.put(keysAndValues.get(i), keysAndValues.get(i + 1));
    }

    /// The store holds them now.
    void clear() {
        keysAndValues.clear();
        cache.written(newest);
        newest.clear();
    }

    /// Takes a command's writes as new versions at its stamp, and adds them to the history.
    Writes at(HybridTime stamp, Fingerprint history) {
        return new Writes() {
            @Override
            public void put(Bytes key, Bytes value) {
                add(key, Versions.present(value), Optional.of(new Row(key, value, stamp)));
            }

            @Override
            public void delete(Bytes key) {
                add(key, Versions.deleted(), Optional.empty());
            }

            private void add(Bytes key, Bytes stored, Optional<Row> row) {
                Bytes routingKey = partitioning.routingKey(key);
                keysAndValues.add(StoreKeys.version(section, routingKey, stamp));
                keysAndValues.add(stored);
                newest.put(routingKey, row);
                history.add(routingKey).add(stored);
            }
        };
    }
}
