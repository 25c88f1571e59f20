package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.core.random.Randomness;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the store should hold: a sorted map, and batches drawn at random over few keys, so that
/// they meet.
final class StoreModel {
    private static final int KEYS = 60;

    private StoreModel() {}

    static Bytes key(Randomness random) {
        int key = random.below(KEYS);
        return Bytes.wrap(new byte[] {(byte) (key * 4), (byte) key});
    }

    /// Batch number `index` of the stream: one to five changes. Every batch also writes its number.
    static KvBatch batch(Randomness random, long index) {
        KvBatch batch = new KvBatch();
        int changes = 1 + random.below(5);
        for (int i = 0; i < changes; i++) {
            int what = random.below(10);
            if (what < 7) batch.put(key(random), value(random, index));
            else if (what < 9) batch.delete(key(random));
            else range(random, batch);
        }
        batch.put(INDEX, Bytes.ofLong(index));
        return batch;
    }

    /// The key under which each batch writes its number.
    static final Bytes INDEX = Bytes.wrap(new byte[] {(byte) 0xff, (byte) 0xff});

    private static Bytes value(Randomness random, long index) {
        byte[] value = new byte[8 + random.below(200)];
        Bytes.ofLong(index).copyTo(value, 0);
        return Bytes.wrap(value);
    }

    private static void range(Randomness random, KvBatch batch) {
        Bytes one = key(random);
        Bytes other = key(random);
        if (one.compareTo(other) < 0) batch.deleteRange(one, other);
    }

    static void apply(KvBatch batch, NavigableMap<Bytes, Bytes> model) {
        for (KvBatch.Change change : batch.changes())
            switch (change) {
                case KvBatch.Change.Put put -> model.put(put.key(), put.value());
                case KvBatch.Change.Delete delete -> model.remove(delete.key());
                case KvBatch.Change.DeleteRange range ->
                        model.subMap(range.from(), range.until()).clear();
            }
    }

    static SortedMap<Bytes, Bytes> rows(KvStore.View view) {
        TreeMap<Bytes, Bytes> rows = new TreeMap<>();
        into(rows, view.scan(Bytes.EMPTY, Bytes.EMPTY));
        return rows;
    }

    static void into(SortedMap<Bytes, Bytes> rows, KvStore.Cursor scan) {
        try (KvStore.Cursor cursor = scan) {
            while (cursor.next()) rows.put(cursor.key(), cursor.value());
        }
    }
}
