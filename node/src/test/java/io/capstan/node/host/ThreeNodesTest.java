package io.capstan.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.Result;
import io.capstan.core.shard.Partitioning;
import io.capstan.node.harness.Machine;
import io.capstan.node.harness.TestClient;
import io.capstan.node.harness.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Three whole nodes: founding, tables, requests through any of them, what happens when one of them
/// is gone for a while.
@Tag("slow")
class ThreeNodesTest {
    private final World world = new World(3);
    private final TestClient client = world.client();
    private final Machine n1 = world.machine("n1");
    private final Machine n2 = world.machine("n2");
    private final Machine n3 = world.machine("n3");

    private TableId founded(String table) {
        return founded(table, 12);
    }

    private TableId founded(String table, int shards) {
        world.untilFounded();
        return client.createTable(n1, table, World.policy(shards));
    }

    @Test
    void theFoundersFormTheSystemGroupAndWriteTheMap() {
        TableId carts = founded("carts");

        assertThat(carts).isEqualTo(new TableId(2));
        assertThat(n1.host().status().replicas().getFirst().address().shard())
                .isEqualTo(ShardId.SYSTEM);
        world.until(
                "all replicas are open",
                () ->
                        world.machines().stream()
                                .allMatch(m -> m.host().status().replicas().size() == 13));
    }

    @Test
    void aValuePutThroughOneNodeIsReadThroughEveryOther() {
        TableId carts = founded("carts");

        assertThat(client.put(n1, carts, "k", "v")).isInstanceOf(Outcome.Done.class);

        assertThat(client.get(n2, carts, "k")).isEqualTo("v");
        assertThat(client.get(n3, carts, "k")).isEqualTo("v");
        world.run(Duration.ofSeconds(1));
        assertThat(client.get(n3, carts, "k", Consistency.EVENTUAL)).isEqualTo("v");
    }

    @Test
    void aDeletedKeyHasNoValueAndAConditionIsHeld() {
        TableId carts = founded("carts");
        client.put(n1, carts, "k", "1");

        Outcome failed = client.compareAndSet(n2, carts, "k", "9", "2");
        Outcome held = client.compareAndSet(n3, carts, "k", "1", "2");

        assertThat(((Outcome.Done) failed).result()).isInstanceOf(Result.ConditionFailed.class);
        assertThat(((Outcome.Done) held).result()).isEqualTo(Result.WRITTEN);
        assertThat(client.get(n1, carts, "k")).isEqualTo("2");
        client.delete(n1, carts, "k");
        assertThat(client.get(n2, carts, "k")).isEmpty();
    }

    @Test
    void aScanWalksOverAllShardsOfATable() {
        TableId carts = founded("carts");
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 40; i++) keys.add("key" + i);
        for (String key : keys) client.put(n1, carts, key, "v");

        assertThat(client.scan(n2, carts, 7)).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(client.scan(n3, carts, 1_000)).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void aScanSaysHowFarEachShardWasThatItRead() {
        TableId carts = founded("carts");
        for (int i = 0; i < 40; i++) client.put(n1, carts, "key" + i, "v");

        Outcome.Done done = (Outcome.Done) client.page(n2, carts, 1_000, Bytes.EMPTY);

        SortedSet<ShardId> read = new TreeSet<>(((Result.Rows) done.result()).passed().keySet());
        read.add(done.shard());
        assertThat(read).hasSize(12);
        assertThat(((Result.Rows) done.result()).passed().values()).allMatch(index -> index > 0);
    }

    @Test
    void aRetryIsAnsweredWithTheRecordedResult() {
        TableId carts = founded("carts");
        Request first = client.putRequest(carts, "k", "1");
        Outcome once = client.ask(n1, first);
        world.client().put(n1, carts, "k", "2");

        Outcome again = client.ask(n2, first);

        assertThat(again).isEqualTo(once);
        assertThat(client.get(n1, carts, "k")).isEqualTo("2");
    }

    @Test
    void anAcknowledgedValueSurvivesItsLeadersDeath() {
        TableId carts = founded("carts", 1);
        client.put(n1, carts, "k", "v");
        String leader = world.leaderOf(new ShardId(2));
        world.kill(leader);

        Machine other = leader.equals("n1") ? n2 : n1;

        assertThat(client.get(other, carts, "k")).isEqualTo("v");
        assertThat(client.put(other, carts, "k", "w")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void everythingAcknowledgedIsThereAfterAllNodesWereKilled() {
        TableId carts = founded("carts");
        for (int i = 0; i < 30; i++) client.put(n1, carts, "k" + i, "v" + i);
        for (Machine machine : world.machines()) world.kill(machine.name);

        for (Machine machine : world.machines()) world.start(machine.name);

        for (int i = 0; i < 30; i++) assertThat(client.get(n2, carts, "k" + i)).isEqualTo("v" + i);
        assertThat(n1.broken).isEmpty();
    }

    @Test
    void aRestartedNodeKnowsItsMapWithoutTheOthers() {
        TableId carts = founded("carts");
        world.run(Duration.ofSeconds(1));
        for (Machine machine : world.machines()) world.kill(machine.name);

        world.start("n3");
        world.run(Duration.ofMillis(100));

        assertThat(n3.host().status().catalogVersion()).isPositive();
        assertThat(n3.host().status().replicas()).hasSize(13);
        assertThat(carts).isNotNull();
    }

    @Test
    void oldVersionsGoWithTheirAgeAndTheNewestStays() {
        world.untilFounded();
        TablePolicy brief =
                new TablePolicy(
                        "raft",
                        3,
                        1,
                        Partitioning.HASH,
                        Duration.ofSeconds(2),
                        Consistency.LINEARIZABLE,
                        Optional.empty());
        TableId table = client.createTable(n1, "brief", brief);
        for (int i = 0; i < 50; i++) client.put(n1, table, "k", "v" + i);
        world.run(Duration.ofSeconds(1));
        int before = n2.store.size();

        world.run(Duration.ofSeconds(10));

        assertThat(n2.store.size()).isLessThanOrEqualTo(before - 45);
        assertThat(client.get(n2, table, "k")).isEqualTo("v49");
    }

    @Test
    void aSecondTableOfTheSameNameIsRefused() {
        founded("carts");

        assertRefused(client.askToCreate(n2, "carts", TablePolicy.DEFAULT), ErrorCode.TABLE_EXISTS);
    }

    @Test
    void tablesMadeAtTheSameTimeThroughDifferentNodesGetDifferentIds() {
        world.untilFounded();
        TestClient other = world.client();
        Request one = client.creation("one", World.policy(2));
        Request two = other.creation("two", World.policy(2));
        client.send(n1, one);
        other.send(n2, two);

        TableId first = TestClient.tableOf(client.await(one));
        TableId second = TestClient.tableOf(other.await(two));

        assertThat(first).isNotEqualTo(second);
        assertThat(client.put(n3, first, "k", "1")).isInstanceOf(Outcome.Done.class);
        assertThat(client.put(n3, second, "k", "2")).isInstanceOf(Outcome.Done.class);
        assertThat(client.get(n1, first, "k")).isEqualTo("1");
    }

    @Test
    void anImpossiblePolicyIsRefusedWithTheReason() {
        world.untilFounded();
        TablePolicy four =
                new TablePolicy(
                        "raft",
                        4,
                        1,
                        Partitioning.HASH,
                        Duration.ofMinutes(10),
                        Consistency.LINEARIZABLE,
                        Optional.empty());

        Outcome outcome = client.askToCreate(n1, "wide", four);

        assertRefused(outcome, ErrorCode.NOT_ENOUGH_NODES);
        assertThat(((Outcome.Refused) outcome).message()).contains("1 more than there are");
    }

    @Test
    void aTableThatNoMapKnowsIsRefused() {
        founded("carts");

        Outcome outcome = client.put(n1, new TableId(99), "k", "v");

        assertRefused(outcome, ErrorCode.UNKNOWN_TABLE);
        assertThat(((Outcome.Refused) outcome).message()).contains("carts");
    }

    @Test
    void keysOfTwoShardsInOneRequestAreRefused() {
        TableId carts = founded("carts");

        Outcome outcome = client.ask(n1, client.putBoth(carts, "k1", "k2"));

        assertRefused(outcome, ErrorCode.SEVERAL_SHARDS);
    }

    @Test
    void aMinorityRefusesOrSaysThatItDoesNotKnow() {
        TableId carts = founded("carts", 1);
        client.put(n1, carts, "k", "v");
        world.run(Duration.ofSeconds(1));
        world.kill("n1");
        world.kill("n2");

        Outcome outcome = client.put(n3, carts, "k", "w");

        assertThat(outcome).isInstanceOfAny(Outcome.Unknown.class, Outcome.Refused.class);
        assertThat(client.get(n3, carts, "k", Consistency.EVENTUAL)).isEqualTo("v");
    }

    @Test
    void aClientOfAnotherClusterIsToldSo() {
        founded("carts");
        client.believe(new ClusterId(8));

        Outcome outcome = client.ask(n1, client.putRequest(new TableId(2), "k", "v"));

        assertRefused(outcome, ErrorCode.NOT_OF_THIS_CLUSTER);
    }

    @Test
    void garbageIsRefusedAndHarmsNothing() {
        TableId carts = founded("carts");
        world.garbage(n1);
        world.run(Duration.ofMillis(10));

        assertThat(n1.refusedFrames).isNotEmpty();
        assertThat(client.put(n1, carts, "k", "v")).isInstanceOf(Outcome.Done.class);
        assertThat(n1.broken).isEmpty();
    }

    private static void assertRefused(Outcome outcome, ErrorCode code) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused) outcome).code()).isEqualTo(code);
    }
}
