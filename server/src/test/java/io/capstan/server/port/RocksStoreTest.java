package io.capstan.server.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.core.random.Randomness;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RocksStoreTest {
    @TempDir Path folder;
    private final Gathered gathered = new Gathered();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theSameOperationsGiveWhatASortedMapGives(long seed) {
        Randomness random = new Randomness(seed);
        TreeMap<Bytes, Bytes> model = new TreeMap<>();
        try (RocksStore store = new RocksStore(folder, gathered)) {
            for (int i = 0; i < 1_000; i++) {
                KvBatch batch = StoreModel.batch(random, i);
                assertThat(store.write(batch)).isEqualTo(KvStore.Written.DONE);
                StoreModel.apply(batch, model);
                if (i % 100 == 0) store.flush(i);
                if (i % 50 == 0) assertThat(StoreModel.rows(store.latest())).isEqualTo(model);
                Bytes key = StoreModel.key(random);
                assertThat(store.latest().get(key).orElse(Bytes.EMPTY))
                        .isEqualTo(model.getOrDefault(key, Bytes.EMPTY));
            }
        }
        try (RocksStore again = new RocksStore(folder, gathered)) {
            assertThat(StoreModel.rows(again.latest())).isEqualTo(model);
        }
    }

    @Test
    void aSnapshotAndACursorStayAtTheirMoment() {
        try (RocksStore store = new RocksStore(folder, gathered)) {
            put(store, "a", "1");
            try (KvStore.Snapshot snapshot = store.snapshot();
                    KvStore.Cursor cursor = store.latest().scan(Bytes.EMPTY, Bytes.EMPTY)) {
                put(store, "a", "2");
                put(store, "b", "2");
                assertThat(snapshot.get(Bytes.utf8("a"))).contains(Bytes.utf8("1"));
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.value()).isEqualTo(Bytes.utf8("1"));
                assertThat(cursor.next()).isFalse();
            }
            assertThat(store.latest().get(Bytes.utf8("b"))).contains(Bytes.utf8("2"));
        }
    }

    /// Reads hand iterators on to one another; none may show what was before a write.
    @Test
    void whatIsReadAfterAWriteIsWhatWasWritten() {
        try (RocksStore store = new RocksStore(folder, gathered)) {
            for (int i = 0; i < 20; i++) {
                put(store, "a", "old " + i);
                assertThat(first(store)).isEqualTo("old " + i);
                KvStore.Cursor across = store.latest().scan(Bytes.EMPTY, Bytes.EMPTY);
                KvStore.Cursor beside = store.latest().scan(Bytes.EMPTY, Bytes.EMPTY);
                assertThat(across.next() && beside.next()).isTrue();
                beside.close();
                put(store, "a", "new " + i);
                assertThat(across.value().utf8()).isEqualTo("old " + i);
                across.close();
                assertThat(first(store)).isEqualTo("new " + i);
                if (i % 3 == 0) store.rest();
                assertThat(first(store)).isEqualTo("new " + i);
            }
        }
    }

    private static String first(RocksStore store) {
        try (KvStore.Cursor cursor = store.latest().scan(Bytes.EMPTY, Bytes.EMPTY)) {
            assertThat(cursor.next()).isTrue();
            return cursor.value().utf8();
        }
    }

    @Test
    void aScanKeepsToItsBounds() {
        try (RocksStore store = new RocksStore(folder, gathered)) {
            for (String key : new String[] {"a", "b", "c", "d"}) put(store, key, "v");
            TreeMap<Bytes, Bytes> rows = new TreeMap<>();
            StoreModel.into(rows, store.latest().scan(Bytes.utf8("b"), Bytes.utf8("d")));
            assertThat(rows.keySet()).containsExactly(Bytes.utf8("b"), Bytes.utf8("c"));
        }
    }

    @Test
    void flushedMeansThatNothingWrittenBeforeIsUnflushed() throws InterruptedException {
        try (RocksStore store = new RocksStore(folder, gathered)) {
            put(store, "a", "1");
            assertThat(store.unflushedBytes()).isPositive();
            store.flush(7);
            store.flush(8);
            assertThat(gathered.next()).isEqualTo("flushed 7");
            assertThat(gathered.next()).isEqualTo("flushed 8");
            assertThat(store.unflushedBytes()).isZero();
        }
    }

    @Test
    void whatIsLeftOpenDoesNotCrashTheProcessAtTheEnd() {
        RocksStore store = new RocksStore(folder, gathered);
        put(store, "a", "1");
        KvStore.Snapshot snapshot = store.snapshot();
        KvStore.Cursor cursor = snapshot.scan(Bytes.EMPTY, Bytes.EMPTY);
        assertThat(cursor.next()).isTrue();
        store.close();
        cursor.close();
        snapshot.close();
    }

    private static void put(RocksStore store, String key, String value) {
        KvBatch batch = new KvBatch();
        batch.put(Bytes.utf8(key), Bytes.utf8(value));
        assertThat(store.write(batch)).isEqualTo(KvStore.Written.DONE);
    }
}
