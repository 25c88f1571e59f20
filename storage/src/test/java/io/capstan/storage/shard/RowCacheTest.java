package io.capstan.storage.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Row;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.time.HybridTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Rows read lately are known without the store.
final class RowCacheTest {
    private static final int VALUE_BYTES = 100;
    private static final int ROWS_IN_ALL = 40;

    private final MemoryStore store = new MemoryStore();
    private long applied;

    private void write(ShardStore shard, String key, String value) {
        apply(shard, key, value);
        Shards.write(store, shard);
    }

    private void apply(ShardStore shard, String key, String value) {
        applied = shard.appliedIndex() + 1;
        shard.apply(
                applied,
                1,
                new HybridTime(applied),
                Shards.put(Shards.tag(1, applied, applied, Long.MAX_VALUE >> 1), key, value));
    }

    @Test
    void aRowReadAgainIsNotLookedUpAgain() {
        RowCache rows = new RowCache(1 << 20);
        ShardStore shard = Shards.create(store, Partitioning.RANGE, rows);
        write(shard, "a", "1");
        assertThat(Shards.value(shard, "a")).isEqualTo("1");
        assertThat(rows.misses()).isEqualTo(1);
        assertThat(Shards.value(shard, "a")).isEqualTo("1");
        assertThat(rows.misses()).isEqualTo(1);
        assertThat(rows.hits()).isEqualTo(1);
    }

    @Test
    void whatIsWrittenIsReadAtOnceAndAfterItIsInTheStore() {
        RowCache rows = new RowCache(1 << 20);
        ShardStore shard = Shards.create(store, Partitioning.HASH, rows);
        write(shard, "a", "1");
        assertThat(Shards.value(shard, "a")).isEqualTo("1");
        apply(shard, "a", "2");
        assertThat(Shards.value(shard, "a")).isEqualTo("2");
        Shards.write(store, shard);
        assertThat(Shards.value(shard, "a")).isEqualTo("2");
        assertThat(rows.misses()).isEqualTo(1);
    }

    @Test
    void anotherStateOfTheSameShardKnowsNothingOfIt() {
        RowCache rows = new RowCache(1 << 20);
        ShardStore shard = Shards.create(store, Partitioning.RANGE, rows);
        write(shard, "a", "1");
        assertThat(Shards.value(shard, "a")).isEqualTo("1");
        MemoryStore elsewhere = new MemoryStore();
        ShardStore other = Shards.create(elsewhere, Partitioning.RANGE, rows);
        assertThat(other.read(new Query.Get(List.of(Bytes.utf8("a")))))
                .isInstanceOfSatisfying(
                        Outcome.Done.class, done -> assertThat(Shards.rows(done).rows()).isEmpty());
    }

    @Test
    void theRowsReadLeastRecentlyGo() {
        long weight = RowCache.ROW_OVERHEAD + 2 + VALUE_BYTES;
        RowCache rows = new RowCache(weight * ROWS_IN_ALL);
        RowCache.Part part = rows.part();
        for (char key = 'a'; key < 'a' + ROWS_IN_ALL; key++) read(part, key);
        assertThat(rows.bytes()).isEqualTo(weight * ROWS_IN_ALL);
        assertThat(part.find(key('a'))).isNotNull();
        read(part, (char) ('a' + ROWS_IN_ALL));
        assertThat(rows.bytes()).isEqualTo(weight * ROWS_IN_ALL);
        assertThat(part.find(key('a'))).isNotNull();
        assertThat(part.find(key('b'))).isNull();
    }

    @Test
    void aRowThatWouldDriveOutManyIsNotKept() {
        RowCache rows = new RowCache(VALUE_BYTES * 4);
        RowCache.Part part = rows.part();
        read(part, 'a');
        assertThat(part.find(key('a'))).isNull();
        assertThat(rows.bytes()).isZero();
    }

    private static void read(RowCache.Part part, char key) {
        Bytes value = Bytes.wrap(new byte[VALUE_BYTES]);
        part.read(key(key), Optional.of(new Row(key(key), value, new HybridTime(1))));
    }

    private static Bytes key(char key) {
        return Bytes.wrap(new byte[] {(byte) key});
    }
}
