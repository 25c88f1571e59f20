package io.capstan.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.core.port.KvStore.Written;
import io.capstan.core.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The simulated store beside plain maps, one for every batch.
final class SimStoreTest {
    private final Timeline time = new Timeline();
    private final Recorder recorder = new Recorder();

    private SimStore store(StoreProfile profile, long seed) {
        SimStore store = new SimStore(profile, time, new Randomness(seed));
        store.attach(recorder);
        return store;
    }

    private static Map<Bytes, Bytes> rows(KvStore.View view) {
        TreeMap<Bytes, Bytes> rows = new TreeMap<>();
        try (KvStore.Cursor cursor = view.scan(Bytes.EMPTY, Bytes.EMPTY)) {
            while (cursor.next()) rows.put(cursor.key(), cursor.value());
        }
        return rows;
    }

    private static KvBatch draw(Randomness random, SortedMap<Bytes, Bytes> model) {
        KvBatch batch = new KvBatch();
        for (int i = 1 + random.below(4); i > 0; i--) {
            Bytes key = Bytes.ofLong(random.below(40));
            switch (random.below(6)) {
                case 0 -> {
                    batch.delete(key);
                    model.remove(key);
                }
                case 1 -> {
                    Bytes until = Bytes.ofLong(key.longAt(0) + random.below(6) + 1);
                    batch.deleteRange(key, until);
                    model.subMap(key, until).clear();
                }
                default -> {
                    Bytes value = Bytes.ofLong(random.nextLong());
                    batch.put(key, value);
                    model.put(key, value);
                }
            }
        }
        return batch;
    }

    @Test
    void aCrashKeepsAPrefixThatHoldsAllThatWasFlushed() {
        for (int seed = 0; seed < 200; seed++) {
            Randomness random = new Randomness(seed);
            SimStore store = store(new StoreProfile(1000, 8, Long.MAX_VALUE), seed);
            List<TreeMap<Bytes, Bytes>> states = new ArrayList<>();
            states.add(new TreeMap<>());
            int flushed = 0;
            for (int i = 0; i < 40; i++) {
                TreeMap<Bytes, Bytes> next = new TreeMap<>(states.getLast());
                store.write(draw(random, next));
                states.add(next);
                assertThat(rows(store.latest())).isEqualTo(next);
                if (random.below(10) == 0) {
                    store.flush(i);
                    flushed = i + 1;
                    time.runUntil(time.nanos() + 10_000);
                }
            }
            store.crash();
            Map<Bytes, Bytes> left = rows(store.latest());
            assertThat(states.subList(flushed, states.size())).contains(new TreeMap<>(left));
        }
    }

    @Test
    void aSnapshotShowsItsMomentWhateverComesAfter() {
        for (int seed = 0; seed < 100; seed++) {
            Randomness random = new Randomness(seed);
            SimStore store = store(StoreProfile.DEFAULT, seed);
            TreeMap<Bytes, Bytes> model = new TreeMap<>();
            List<Map.Entry<KvStore.Snapshot, Map<Bytes, Bytes>>> open = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                store.write(draw(random, model));
                if (random.below(5) == 0)
                    open.add(Map.entry(store.snapshot(), new TreeMap<>(model)));
                for (var each : open) assertThat(rows(each.getKey())).isEqualTo(each.getValue());
                if (!open.isEmpty() && random.below(6) == 0)
                    open.remove(random.below(open.size())).getKey().close();
            }
            for (var each : open) each.getKey().close();
            assertThat(rows(store.latest())).isEqualTo(model);
            assertThat(store.size()).isEqualTo(model.size());
        }
    }

    @Test
    void aCursorSeesTheMomentItWasMade() {
        SimStore store = store(StoreProfile.DEFAULT, 1);
        KvBatch batch = new KvBatch();
        for (int i = 0; i < 10; i++) batch.put(Bytes.ofLong(i), Bytes.utf8("old"));
        store.write(batch);
        try (KvStore.Cursor cursor = store.latest().scan(Bytes.EMPTY, Bytes.EMPTY)) {
            assertThat(cursor.next()).isTrue();
            KvBatch change = new KvBatch();
            change.put(Bytes.ofLong(5), Bytes.utf8("new"));
            change.delete(Bytes.ofLong(6));
            change.put(Bytes.ofLong(100), Bytes.utf8("new"));
            store.write(change);
            int seen = 1;
            while (cursor.next()) {
                assertThat(cursor.value()).isEqualTo(Bytes.utf8("old"));
                seen++;
            }
            assertThat(seen).isEqualTo(10);
        }
        assertThat(store.size()).isEqualTo(10);
    }

    @Test
    void aStalledOrFullStoreTakesNothing() {
        SimStore store = store(StoreProfile.DEFAULT, 1);
        KvBatch batch = new KvBatch();
        batch.put(Bytes.utf8("a"), Bytes.utf8("b"));
        store.stall(1000);
        assertThat(store.write(batch)).isEqualTo(Written.STALLED);
        time.runUntil(1000);
        store.full(true);
        assertThat(store.write(batch)).isEqualTo(Written.FULL);
        store.full(false);
        assertThat(store.write(batch)).isEqualTo(Written.DONE);
        assertThat(store.felt().stalledWrites()).isEqualTo(1);
    }

    @Test
    void aFlushIsReportedWhenItIsDurable() {
        SimStore store = store(StoreProfile.DEFAULT, 1);
        KvBatch batch = new KvBatch();
        batch.put(Bytes.utf8("a"), Bytes.utf8("b"));
        store.write(batch);
        store.flush(7);
        assertThat(recorder.flushed).isEmpty();
        while (time.step()) assertThat(time.nanos()).isPositive();
        assertThat(recorder.flushed).containsExactly(7L);
        assertThat(store.unflushedBytes()).isZero();
    }
}
