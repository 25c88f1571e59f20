package io.capstan.storage.shard;

import static io.capstan.storage.shard.Shards.REPLICA;
import static io.capstan.storage.shard.Shards.SHARD;
import static io.capstan.storage.shard.Shards.delete;
import static io.capstan.storage.shard.Shards.put;
import static io.capstan.storage.shard.Shards.rows;
import static io.capstan.storage.shard.Shards.tag;
import static io.capstan.storage.shard.Shards.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.port.KvBatch;
import io.capstan.core.request.Command;
import io.capstan.core.request.Condition;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.time.HybridTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What applying commands does to a shard, and what it remembers of them.
final class ShardStoreTest {
    private final MemoryStore store = new MemoryStore();
    private ShardStore shard = Shards.create(store, Partitioning.HASH);
    private long index;

    private Outcome apply(Command command) {
        index++;
        return shard.apply(index, 1, new HybridTime(index * 10), command);
    }

    private void restart() {
        Shards.write(store, shard);
        shard = ShardStore.open(store, SHARD, REPLICA, Shards.rows()).orElseThrow();
    }

    @Test
    void whatWasAppliedIsVisibleBeforeAndAfterItIsWritten() {
        apply(put(tag(1, 1, 1, 1000), "a", "1"));
        assertThat(value(shard, "a")).isEqualTo("1");
        restart();
        assertThat(value(shard, "a")).isEqualTo("1");
        assertThat(shard.appliedIndex()).isEqualTo(1);
    }

    @Test
    void theNewestVersionCounts() {
        apply(put(tag(1, 1, 1, 1000), "a", "1"));
        apply(put(tag(1, 2, 1, 1000), "a", "2"));
        restart();
        apply(put(tag(1, 3, 1, 1000), "b", "3"));
        apply(delete(tag(1, 4, 1, 1000), "a"));
        assertThat(value(shard, "a")).isEqualTo("-");
        restart();
        assertThat(value(shard, "a")).isEqualTo("-");
        assertThat(value(shard, "b")).isEqualTo("3");
    }

    @Test
    void anOlderTimeShowsAnOlderVersion() {
        apply(put(tag(1, 1, 1, 1000), "a", "1"));
        apply(put(tag(1, 2, 1, 1000), "a", "2"));
        restart();
        Query get = new Query.Get(List.of(Bytes.utf8("a")));
        assertThat(rows(shard.readAt(get, new HybridTime(15))).rows())
                .extracting(row -> row.value().utf8())
                .containsExactly("1");
        assertThat(rows(shard.readAt(get, new HybridTime(5))).rows()).isEmpty();
    }

    @Test
    void aFailedConditionChangesNothingAndShowsTheRow() {
        apply(put(tag(1, 1, 1, 1000), "a", "1"));
        Outcome outcome =
                apply(
                        new Command.Operation(
                                tag(1, 2, 1, 1000),
                                List.of(new Condition.ValueIs(Bytes.utf8("a"), Bytes.utf8("9"))),
                                List.of(new Mutation.Put(Bytes.utf8("a"), Bytes.utf8("2")))));
        assertThat(((Outcome.Done) outcome).result())
                .isEqualTo(
                        new Result.ConditionFailed(
                                Bytes.utf8("a"),
                                List.of(
                                        new Row(
                                                Bytes.utf8("a"),
                                                Bytes.utf8("1"),
                                                new HybridTime(10)))));
        assertThat(value(shard, "a")).isEqualTo("1");
    }

    @Test
    void aRetryTakesEffectOnceAndAnswersTheSame() {
        Outcome first = apply(put(tag(1, 1, 1, 1000), "a", "1"));
        apply(put(tag(2, 1, 1, 1000), "a", "2"));
        restart();
        assertThat(apply(put(tag(1, 1, 1, 1000), "a", "1"))).isEqualTo(first);
        assertThat(value(shard, "a")).isEqualTo("2");
    }

    @Test
    void aCommandPastItsExpiryHasNoEffect() {
        Outcome outcome = apply(put(tag(1, 1, 1, 9), "a", "1"));
        assertThat(((Outcome.Refused) outcome).code()).isEqualTo(ErrorCode.EXPIRED);
        assertThat(value(shard, "a")).isEqualTo("-");
    }

    @Test
    void aNumberTheClientNoLongerAwaitsIsRefused() {
        apply(put(tag(1, 1, 1, 1000), "a", "1"));
        apply(put(tag(1, 2, 2, 1000), "a", "2"));
        Outcome outcome = apply(put(tag(1, 1, 1, 1000), "a", "1"));
        assertThat(((Outcome.Refused) outcome).code()).isEqualTo(ErrorCode.FORGOTTEN);
        assertThat(value(shard, "a")).isEqualTo("2");
    }

    @Test
    void atMostTwoHundredFiftySixResultsAreKept() {
        for (int i = 1; i <= 300; i++) apply(put(tag(1, i, 1, 1_000_000), "a", "" + i));
        restart();
        Outcome dropped = apply(put(tag(1, 44, 1, 1_000_000), "a", "again"));
        assertThat(((Outcome.Refused) dropped).code()).isEqualTo(ErrorCode.FORGOTTEN);
        assertThat(apply(put(tag(1, 45, 1, 1_000_000), "a", "again")))
                .isInstanceOf(Outcome.Done.class);
        assertThat(value(shard, "a")).isEqualTo("300");
    }

    @Test
    void aDelayedRetryIsRefusedThoughItsResultIsGone() {
        apply(put(tag(1, 1, 1, 500), "a", "1"));
        apply(put(tag(1, 2, 2, 25), "a", "2"));
        for (int i = 0; i < 10; i++) apply(put(tag(9, i + 1, 1, 1000), "x", "y"));
        Outcome late = apply(put(tag(1, 1, 1, 500), "a", "1"));
        assertThat(((Outcome.Refused) late).code()).isEqualTo(ErrorCode.FORGOTTEN);
        assertThat(value(shard, "a")).isEqualTo("2");
    }

    @Test
    void aKeyOutsideTheRangeIsRefused() {
        KeyRange range = new KeyRange(Bytes.utf8("b"), Bytes.utf8("d"));
        shard =
                ShardStore.create(
                        store,
                        REPLICA,
                        Shards.descriptor(Partitioning.RANGE, range),
                        1,
                        Shards.rows());
        Outcome outcome = apply(put(tag(1, 1, 1, 1000), "e", "1"));
        assertThat(((Outcome.Refused) outcome).code()).isEqualTo(ErrorCode.SHARD_MOVED);
        assertThat(apply(put(tag(1, 2, 1, 1000), "b", "1"))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void anotherReplicasStateIsNotOurs() {
        Shards.write(store, shard);
        assertThat(ShardStore.open(store, SHARD, new ReplicaId(2), Shards.rows())).isEmpty();
    }

    @Test
    void aDroppedShardLeavesNoRows() {
        for (int i = 1; i <= 50; i++) apply(put(tag(1, i, 1, 1000), "k" + i, "v"));
        Shards.write(store, shard);
        KvBatch batch = new KvBatch();
        Incarnations.drop(store.latest(), SHARD, REPLICA, batch);
        store.write(batch);
        for (boolean more = true; more; ) {
            KvBatch step = new KvBatch();
            more = Incarnations.sweep(store.latest(), SHARD, 7, step);
            store.write(step);
        }
        assertThat(store.rows).isEmpty();
    }
}
