package io.capstan.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.JobEntry;
import io.capstan.core.catalog.JobEntry.State;
import io.capstan.core.catalog.JobEntryCodec;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.Row;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.wire.DescriptorCodec;
import io.capstan.node.catalog.Farewell;
import io.capstan.node.harness.Machine;
import io.capstan.node.harness.TestClient;
import io.capstan.node.harness.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nodes that are replaced and removed while the cluster goes on.
@Tag("slow")
class JobsTest {
    private final World world = new World(3);
    private final TestClient client = world.client();
    private final TestClient writer = world.client();
    private final List<Request> writes = new ArrayList<>();
    private TableId table = new TableId(0);

    private void tableOfSixShards() {
        world.untilFounded();
        table = client.createTable(world.machine("n1"), "carts", World.policy(6));
        for (int i = 0; i < 20; i++) client.put(world.machine("n1"), table, "k" + i, "v" + i);
    }

    private Machine joined(String name) {
        Machine joiner = world.start(name);
        NodeId id = joiner.id();
        world.until(
                "every node knows " + name,
                () ->
                        world.machines().stream()
                                .filter(m -> m != joiner && m.isUp())
                                .allMatch(m ->
                                        m.host().status().peers().stream()
                                                .anyMatch(p -> p.id().equals(id))));
        return joiner;
    }

    private Outcome replace(Machine at, NodeId old, NodeId replacement) {
        return client.administer(at, ShardId.NONE, new Administer.ReplaceNode(old, replacement));
    }

    private Outcome remove(Machine at, NodeId node) {
        return client.administer(at, ShardId.NONE, new Administer.RemoveNode(node));
    }

    private static JobEntry job(Outcome outcome) {
        return JobEntryCodec.INSTANCE.decode(TestClient.rows(outcome).getFirst().value());
    }

    private static ErrorCode code(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).code();
    }

    private List<Row> rows(Machine at, Bytes prefix) {
        return TestClient.rows(
                client.ask(
                        at,
                        client.request(
                                TableId.SYSTEM,
                                Consistency.LINEARIZABLE,
                                tag ->
                                        new Query.Scan(
                                                prefix,
                                                prefix.prefixEnd(),
                                                Query.MAX_ROWS,
                                                Bytes.EMPTY))));
    }

    private JobEntry job(Machine at, long id) {
        return rows(at, CatalogKeys.job(id)).stream()
                .map(row -> JobEntryCodec.INSTANCE.decode(row.value()))
                .findFirst()
                .orElseThrow();
    }

    private List<ShardDescriptor> shards(Machine at) {
        return rows(at, CatalogKeys.SHARDS).stream()
                .map(row -> DescriptorCodec.INSTANCE.decode(row.value()))
                .toList();
    }

    private void untilDone(Machine at, long id) {
        for (int tries = 0; tries < 120; tries++) {
            if (job(at, id).state() == State.DONE) return;
            world.run(Duration.ofMillis(500));
        }
        throw new AssertionError("the job is " + job(at, id) + "\n" + world.describe());
    }

    /// A write that nobody waits for.
    private void write(Machine at) {
        Request request = writer.putRequest(table, "w" + writes.size(), "w" + writes.size());
        writes.add(request);
        writer.send(at, request);
        world.run(Duration.ofMillis(50));
    }

    private void allWritesAreThere(Machine at) {
        int acknowledged = 0;
        for (int i = 0; i < writes.size(); i++) {
            if (!(writer.await(writes.get(i)) instanceof Outcome.Done)) continue;
            acknowledged++;
            assertThat(client.get(at, table, "w" + i)).isEqualTo("w" + i);
        }
        assertThat(acknowledged).isPositive();
        for (int i = 0; i < 20; i++) assertThat(client.get(at, table, "k" + i)).isEqualTo("v" + i);
    }

    /// Every shard has three voters, none of them on `left`.
    private void everyShardIsWhole(Machine at, NodeId left) {
        assertThat(shards(at))
                .hasSize(7)
                .allSatisfy(shard -> {
                    assertThat(shard.replicaOn(left)).isEmpty();
                    assertThat(shard.configuration().voters()).hasSize(3);
                    assertThat(shard.configuration().learners()).isEmpty();
                    assertThat(shard.configuration().isJoint()).isFalse();
                });
    }

    private NodeId lostAmidSixShards() {
        tableOfSixShards();
        NodeId lost = world.machine("n3").id();
        world.kill("n3");
        return lost;
    }

    @Test
    void aLostNodeIsReplacedWhileWritesGoOn() {
        NodeId lost = lostAmidSixShards();
        Machine fresh = joined("n4");
        Machine n1 = world.machine("n1");

        JobEntry begun = job(replace(n1, lost, fresh.id()));
        for (int i = 0; i < 40; i++) write(n1);
        untilDone(n1, begun.id());

        everyShardIsWhole(n1, lost);
        world.until(
                "the new node holds every shard",
                () -> fresh.host().status().replicas().size() == 7);
        assertThat(rows(n1, CatalogKeys.node(lost))).isEmpty();
        assertThat(rows(n1, CatalogKeys.gone(lost))).hasSize(1);
        allWritesAreThere(fresh);
    }

    /// Shards that name this node as far as anybody knows.
    private long naming(NodeId node) {
        SortedMap<ShardId, ShardDescriptor> newest = new TreeMap<>();
        for (Machine machine : world.machines())
            if (machine.isUp())
                for (NodeStatus.ReplicaStatus each : machine.host().status().replicas())
                    newest.merge(
                            each.address().shard(),
                            each.descriptor(),
                            (one, other) -> one.epoch() >= other.epoch() ? one : other);
        return newest.values().stream().filter(row -> row.replicaOn(node).isPresent()).count();
    }

    /// The one that carries the job on is killed when so many of seven shards are left, and comes
    /// back.
    @ParameterizedTest
    @ValueSource(ints = {7, 6, 5, 3, 2, 1})
    void aJobOutlivesTheLeaderOfTheSystemGroup(int left) {
        NodeId lost = lostAmidSixShards();
        Machine fresh = joined("n4");
        Machine asked = world.machine("n1");
        JobEntry begun = job(replace(asked, lost, fresh.id()));

        while (naming(lost) > left) world.run(Duration.ofMillis(1));
        assertThat(naming(lost)).isPositive();
        String leader = world.leaderOf(ShardId.SYSTEM);
        world.kill(leader);
        for (int i = 0; i < 30; i++) write(fresh);
        world.run(Duration.ofSeconds(5));
        world.start(leader);
        untilDone(fresh, begun.id());

        everyShardIsWhole(fresh, lost);
        allWritesAreThere(fresh);
    }

    @Test
    void aLivingLeaderOfTheSystemGroupIsRemoved() {
        tableOfSixShards();
        joined("n4");
        joined("n5");
        Machine leader = world.machine(world.leaderOf(ShardId.SYSTEM));
        Machine other =
                world.machines().stream().filter(m -> m != leader).findFirst().orElseThrow();
        NodeId id = leader.id();

        JobEntry begun = job(remove(other, id));
        for (int i = 0; i < 20; i++) write(other);
        untilDone(other, begun.id());

        everyShardIsWhole(other, id);
        allWritesAreThere(other);
        world.until(
                "the removed node has heard of it",
                () -> leader.host().status().stopped().contains("was removed"));
        assertThat(code(client.put(leader, table, "k", "v"))).isEqualTo(ErrorCode.NODE_REMOVED);
    }

    @Test
    void aNodeThatWasRemovedWhileItWasAwayComesBackToNothing() {
        tableOfSixShards();
        Machine gone = world.machine("n3");
        NodeId id = gone.id();
        world.kill("n3");
        Machine fresh = joined("n4");
        Machine n1 = world.machine("n1");
        untilDone(n1, job(replace(n1, id, fresh.id())).id());
        client.put(n1, table, "k1", "newer");

        world.start("n3");
        world.until("it is told", () -> gone.host().status().stopped().contains("was removed"));
        world.run(Duration.ofSeconds(5));

        assertThat(n1.refusedFrames).contains("node n3, which was removed from the cluster");
        assertThat(rows(n1, CatalogKeys.node(id))).isEmpty();
        everyShardIsWhole(n1, id);
        assertThat(client.get(fresh, table, "k1")).isEqualTo("newer");
    }

    @Test
    void whoHasHeardOfItsRemovalKnowsItAfterARestartByItself() {
        tableOfSixShards();
        Machine gone = world.machine("n3");
        NodeId id = gone.id();
        Machine fresh = joined("n4");
        Machine n1 = world.machine("n1");
        untilDone(n1, job(replace(n1, id, fresh.id())).id());
        world.until("it is told", () -> gone.host().status().stopped().contains("was removed"));
        world.run(Duration.ofSeconds(1));
        world.kill("n3");
        assertThat(Farewell.in(gone.disk)).isPresent();

        world.start("n3");
        world.isolate("n3", true);
        world.run(Duration.ofSeconds(2));

        assertThat(gone.host().status().stopped()).contains("was removed");
    }

    @Test
    void whatWouldHarmIsRefusedWithItsReason() {
        tableOfSixShards();
        Machine n1 = world.machine("n1");
        NodeId id = n1.id();
        NodeId other = world.machine("n2").id();
        assertThat(code(remove(n1, other))).isEqualTo(ErrorCode.NOT_ENOUGH_NODES);
        assertThat(code(remove(n1, new NodeId(77)))).isEqualTo(ErrorCode.NO_LEADER);
        assertThat(code(replace(n1, id, id))).isEqualTo(ErrorCode.NODE_UNFIT);
        Outcome held = replace(n1, id, other);
        assertThat(code(held)).isEqualTo(ErrorCode.NODE_UNFIT);
        assertThat(((Outcome.Refused) held).message())
                .isEqualTo(
                        "node n2 holds a replica of s1 as n1 does; name a node that has just"
                                + " joined, or use capstan node remove n1");
        NodeId away = joined("n4").id();
        world.kill("n4");
        world.run(Duration.ofSeconds(5));
        assertThat(code(replace(n1, other, away))).isEqualTo(ErrorCode.NODE_UNFIT);
        world.isolate("n3", true);
        world.run(Duration.ofSeconds(5));
        assertThat(code(remove(n1, other))).isEqualTo(ErrorCode.NOT_ENOUGH_NODES);
    }

    @Test
    void theLastNodeStays() {
        World lonely = new World(1);
        lonely.untilFounded();
        Machine only = lonely.machine("n1");
        Outcome refused =
                lonely.client()
                        .administer(only, ShardId.NONE, new Administer.RemoveNode(only.id()));
        assertThat(code(refused)).isEqualTo(ErrorCode.NOT_ENOUGH_NODES);
        assertThat(((Outcome.Refused) refused).message()).contains("is the last of its cluster");
    }

    @Test
    void aNodeIsHeldByOneJobAndTheSameJobIsOneJob() {
        NodeId lost = lostAmidSixShards();
        Machine fresh = joined("n4");
        Machine more = joined("n5");
        Machine n1 = world.machine("n1");
        JobEntry begun = job(replace(n1, lost, fresh.id()));

        assertThat(job(replace(n1, lost, fresh.id()))).isEqualTo(begun);
        world.until(
                "n2 knows the job",
                () ->
                        world.machine("n2").host().status().catalogVersion()
                                >= n1.host().status().catalogVersion());
        assertThat(job(replace(world.machine("n2"), lost, fresh.id())).id()).isEqualTo(begun.id());
        assertThat(code(replace(n1, lost, more.id()))).isEqualTo(ErrorCode.NODE_BUSY);
        assertThat(code(remove(n1, fresh.id()))).isEqualTo(ErrorCode.NODE_BUSY);
        untilDone(n1, begun.id());
        assertThat(code(remove(n1, lost))).isEqualTo(ErrorCode.UNKNOWN_NODE);
    }

    @Test
    void aTableThatIsMadeMeanwhileLeavesTheNodeAlone() {
        NodeId lost = lostAmidSixShards();
        Machine fresh = joined("n4");
        Machine n1 = world.machine("n1");
        JobEntry begun = job(replace(n1, lost, fresh.id()));

        client.createTable(n1, "more", World.policy(4));

        assertThat(shards(n1))
                .filteredOn(shard -> shard.shard().value() > 7)
                .hasSize(4)
                .allSatisfy(shard -> assertThat(shard.replicaOn(lost)).isEmpty());
        untilDone(n1, begun.id());
    }

    @Test
    void aReplacementThatIsLostItselfGivesWayToAnother() {
        NodeId lost = lostAmidSixShards();
        Machine first = joined("n4");
        NodeId firstId = first.id();
        Machine second = joined("n5");
        Machine n1 = world.machine("n1");
        JobEntry begun = job(replace(n1, lost, firstId));
        world.kill("n4");
        world.run(Duration.ofSeconds(5));
        assertThat(job(n1, begun.id()).detail())
                .isEqualTo("waiting for node n4, which is not alive");

        JobEntry next = job(replace(n1, lost, second.id()));
        untilDone(n1, next.id());

        assertThat(job(n1, begun.id()).state()).isEqualTo(State.FAILED);
        everyShardIsWhole(n1, lost);
    }
}
