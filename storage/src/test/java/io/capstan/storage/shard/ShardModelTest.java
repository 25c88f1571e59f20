package io.capstan.storage.shard;

import static io.capstan.storage.shard.Shards.REPLICA;
import static io.capstan.storage.shard.Shards.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.port.KvBatch;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Command;
import io.capstan.core.request.Condition;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.RequestTag;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random commands, restarts, collections of old versions and reads, beside a plain map.
@Tag("slow")
final class ShardModelTest {
    private final TreeMap<Bytes, Row> model = new TreeMap<>();
    private final List<TreeMap<Bytes, Row>> past = new ArrayList<>();
    private MemoryStore store = new MemoryStore();
    private RowCache rows = Shards.rows();
    private long index;
    private long collectedUpTo;

    @Test
    void aShardBehavesLikeAMap() {
        for (int seed = 0; seed < 60; seed++) {
            Randomness random = new Randomness(seed);
            live(random, random.nextBoolean() ? Partitioning.HASH : Partitioning.RANGE);
        }
    }

    private void live(Randomness random, Partitioning partitioning) {
        model.clear();
        past.clear();
        past.add(new TreeMap<>());
        store = new MemoryStore();
        index = 0;
        collectedUpTo = 0;
        rows = Shards.rows();
        ShardStore shard = Shards.create(store, partitioning, rows);
        VersionCollector collector = new VersionCollector(store, shard);
        for (int step = 0; step < 300; step++) {
            apply(shard, random);
            check(shard, random, partitioning);
            if (random.below(4) == 0) Shards.write(store, shard);
            if (random.below(40) == 0 && !shard.hasPending()) {
                shard = ShardStore.open(store, SHARD, REPLICA, rows).orElseThrow();
                collector = new VersionCollector(store, shard);
            }
            if (random.below(10) == 0 && !shard.hasPending()) {
                long newDigest = shard.digest();
                collect(collector, random);
                assertThat(shard.digest()).isEqualTo(newDigest);
            }
            if (!shard.hasPending()) checkPast(shard, random, partitioning);
        }
        assertThat(rows.hits()).isPositive();
    }

    private static Bytes key(Randomness random) {
        byte[] key = new byte[1 + random.below(3)];
        for (int i = 0; i < key.length; i++)
            key[i] = (byte) (random.below(4) == 0 ? 0xff : random.below(3));
        return Bytes.wrap(key);
    }

    private void apply(ShardStore shard, Randomness random) {
        index++;
        HybridTime stamp = new HybridTime(index * 7);
        List<Condition> conditions = new ArrayList<>();
        for (int i = random.below(3); i > 1; i--) conditions.add(condition(random));
        List<Mutation> mutations = new ArrayList<>();
        for (int i = random.below(4); i > 0; i--) mutations.add(mutation(random));
        RequestTag tag = Shards.tag(random.below(3), index, index, Long.MAX_VALUE);
        Command command =
                random.nextBoolean()
                        ? new Command.Operation(tag, conditions, mutations)
                        : new Command.Effects(tag, mutations);
        Outcome outcome = shard.apply(index, 1, stamp, command);
        boolean holds =
                command instanceof Command.Effects || conditions.stream().allMatch(this::holds);
        assertThat(((Outcome.Done) outcome).result() instanceof Result.Written).isEqualTo(holds);
        if (holds) mutations.forEach(each -> change(each, stamp));
        past.add(new TreeMap<>(model));
    }

    private Condition condition(Randomness random) {
        Bytes key = key(random);
        Row row = model.get(key);
        return switch (random.below(4)) {
            case 0 -> new Condition.Exists(key);
            case 1 -> new Condition.Absent(key);
            case 2 -> new Condition.ValueIs(key, row == null ? Bytes.EMPTY : row.value());
            default ->
                    new Condition.VersionIs(key, row == null ? new HybridTime(1) : row.version());
        };
    }

    private boolean holds(Condition condition) {
        Row row = model.get(condition.key());
        return switch (condition) {
            case Condition.Exists exists -> row != null;
            case Condition.Absent absent -> row == null;
            case Condition.ValueIs is -> row != null && row.value().equals(is.value());
            case Condition.VersionIs is -> row != null && row.version().equals(is.version());
        };
    }

    private Mutation mutation(Randomness random) {
        return random.below(3) == 0
                ? new Mutation.Delete(key(random))
                : new Mutation.Put(key(random), Bytes.ofLong(random.nextLong()));
    }

    private void change(Mutation mutation, HybridTime stamp) {
        switch (mutation) {
            case Mutation.Put put -> model.put(put.key(), new Row(put.key(), put.value(), stamp));
            case Mutation.Delete delete -> model.remove(delete.key());
        }
    }

    private void check(ShardStore shard, Randomness random, Partitioning partitioning) {
        Bytes key = key(random);
        assertThat(rows(shard.read(new Query.Get(List.of(key)))))
                .isEqualTo(Optional.ofNullable(model.get(key)).map(List::of).orElse(List.of()));
        assertThat(scan(shard, random, key, key(random), partitioning)).isTrue();
    }

    /// A scan in pages gives exactly the rows in the bounds, in routing order.
    private boolean scan(
            ShardStore shard, Randomness random, Bytes from, Bytes until, Partitioning by) {
        Bytes end = random.below(3) == 0 ? Bytes.EMPTY : until;
        List<Row> found = new ArrayList<>();
        Bytes after = Bytes.EMPTY;
        int limit = 1 + random.below(5);
        do {
            Outcome outcome = shard.read(new Query.Scan(from, end, limit, after));
            Result.Rows page = Shards.rows(outcome);
            assertThat(page.rows().size()).isLessThanOrEqualTo(limit);
            found.addAll(page.rows());
            after = page.more();
        } while (!after.isEmpty());
        assertThat(found).isEqualTo(expected(model, from, end, by));
        return true;
    }

    private static List<Row> expected(
            SortedMap<Bytes, Row> state, Bytes from, Bytes until, Partitioning by) {
        TreeMap<Bytes, Row> byRouting = new TreeMap<>();
        for (Row row : state.values())
            if (row.key().compareTo(from) >= 0
                    && (until.isEmpty() || row.key().compareTo(until) < 0))
                byRouting.put(by.routingKey(row.key()), row);
        return List.copyOf(byRouting.values());
    }

    private void collect(VersionCollector collector, Randomness random) {
        collectedUpTo = Math.max(collectedUpTo, random.below(index * 7 + 1));
        KvBatch batch = new KvBatch();
        collector.step(new HybridTime(collectedUpTo), 1 + random.below(30), batch);
        store.write(batch);
    }

    private void checkPast(ShardStore shard, Randomness random, Partitioning partitioning) {
        long asOf = random.between(collectedUpTo, index * 7);
        TreeMap<Bytes, Row> then = past.get((int) (asOf / 7));
        Query all = new Query.Scan(Bytes.EMPTY, Bytes.EMPTY, 1000, Bytes.EMPTY);
        assertThat(rows(shard.readAt(all, new HybridTime(asOf))))
                .isEqualTo(expected(then, Bytes.EMPTY, Bytes.EMPTY, partitioning));
    }

    private static List<Row> rows(Outcome outcome) {
        return Shards.rows(outcome).rows();
    }

    @Test
    void oldVersionsGoAndTheNewestStay() {
        ShardStore shard = Shards.create(store, Partitioning.RANGE);
        for (long i = 1; i <= 50; i++)
            shard.apply(i, 1, new HybridTime(i), Shards.put(Shards.tag(1, i, i, 999), "a", "" + i));
        shard.apply(51, 1, new HybridTime(51), Shards.delete(Shards.tag(1, 51, 51, 999), "b"));
        Shards.write(store, shard);
        int before = store.rows.size();
        VersionCollector collector = new VersionCollector(store, shard);
        boolean done = false;
        while (!done) {
            KvBatch batch = new KvBatch();
            done = collector.step(new HybridTime(60), 7, batch);
            store.write(batch);
        }
        assertThat(store.rows).hasSize(before - 50);
        assertThat(Shards.value(shard, "a")).isEqualTo("50");
    }
}
