package io.capstan.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Administer.MemberChange;
import io.capstan.core.request.Outcome;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.node.harness.Machine;
import io.capstan.node.harness.TestClient;
import io.capstan.node.harness.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Replicas that come and go, and nodes that join.
class MembershipTest {
    private static final ShardId SHARD = new ShardId(2);

    private final World world = new World(4);
    private final TestClient client = world.client();

    private TableId table() {
        world.untilFounded();
        TableId table = client.createTable(world.machine("n1"), "carts", World.policy(1));
        for (int i = 0; i < 20; i++) client.put(world.machine("n1"), table, "k" + i, "v" + i);
        return table;
    }

    private static Optional<NodeStatus.ReplicaStatus> replica(Machine machine) {
        return machine.host().status().replicas().stream()
                .filter(r -> r.address().shard().equals(SHARD))
                .findFirst();
    }

    private List<Machine> holders() {
        return world.machines().stream().filter(m -> replica(m).isPresent()).toList();
    }

    private Machine spare() {
        return world.machines().stream()
                .filter(m -> replica(m).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private Outcome change(long epoch, MemberChange change) {
        return client.administer(
                world.machine("n1"), SHARD, new Administer.ChangeMembers(epoch, List.of(change)));
    }

    @Test
    void anAddedReplicaIsFilledFromASnapshotAndTheMapFollows() {
        TableId table = table();
        world.until("three replicas are open", () -> holders().size() == 3);
        Machine spare = spare();

        Outcome added =
                change(1, new MemberChange.AddVoter(new Member(new ReplicaId(4), spare.id())));

        assertThat(added).isInstanceOf(Outcome.Done.class);
        world.until(
                "the new replica is a voter",
                () ->
                        replica(spare)
                                .map(r -> r.descriptor().configuration().isVoter(new ReplicaId(4)))
                                .orElse(false));
        assertThat(spare.snapshots).isNotEmpty();
        assertThat(client.get(spare, table, "k7", io.capstan.core.consistency.Consistency.EVENTUAL))
                .isEqualTo("v7");
    }

    @Test
    void aRemovedReplicaIsClosedOnceTheMapSaysSo() {
        removeAReplica();
    }

    private void removeAReplica() {
        TableId table = table();
        world.until("three replicas are open", () -> holders().size() == 3);
        Machine spare = spare();
        change(1, new MemberChange.AddVoter(new Member(new ReplicaId(4), spare.id())));
        world.until("the new replica is there", () -> replica(spare).isPresent());
        ShardDescriptor before = replica(spare).orElseThrow().descriptor();
        Machine leaving =
                holders().stream()
                        .filter(m -> !m.name.equals(world.leaderOf(SHARD)) && m != spare)
                        .findFirst()
                        .orElseThrow();
        ReplicaId gone = replica(leaving).orElseThrow().address().replica();
        world.run(Duration.ofSeconds(1));
        long epoch = replica(spare).orElseThrow().descriptor().epoch();

        Outcome removed = change(epoch, new MemberChange.Remove(gone));

        assertThat(removed).isInstanceOf(Outcome.Done.class);
        assertThat(before.shard()).isEqualTo(SHARD);
        world.until("the replica is closed", () -> replica(leaving).isEmpty());
        assertThat(client.get(leaving, table, "k3")).isEqualTo("v3");
    }

    @Test
    void aClosedReplicaStaysClosedAfterARestart() {
        removeAReplica();
        Machine left = spare();
        world.run(Duration.ofSeconds(1));
        world.kill(left.name);
        world.start(left.name);
        world.run(Duration.ofSeconds(3));

        assertThat(replica(left)).isEmpty();
        assertThat(left.broken).isEmpty();
    }

    /// Else a crash in between would find the log of the one and the state of the other.
    @Test
    void aReplicaIsBornOnlyOnceTheEndOfItsPredecessorIsDurable() {
        table();
        world.until("three replicas are open", () -> holders().size() == 3);
        Machine spare = spare();
        change(1, new MemberChange.AddVoter(new Member(new ReplicaId(4), spare.id())));
        world.until("the new replica is there", () -> replica(spare).isPresent());
        world.run(Duration.ofSeconds(1));
        Machine slow =
                holders().stream()
                        .filter(m -> m != world.machine("n1") && m != spare)
                        .filter(m -> !m.name.equals(world.leaderOf(SHARD)))
                        .findFirst()
                        .orElseThrow();
        slow.stallSyncs(true);
        change(
                epoch(spare),
                new MemberChange.Remove(replica(slow).orElseThrow().address().replica()));
        world.until("the replica is closed", () -> replica(slow).isEmpty());
        world.run(Duration.ofSeconds(1));
        change(epoch(spare), new MemberChange.AddLearner(new Member(new ReplicaId(5), slow.id())));
        world.run(Duration.ofSeconds(1));

        world.kill(slow.name);
        slow.stallSyncs(false);
        world.start(slow.name);

        world.until("its successor is there", () -> replica(slow).isPresent());
        world.run(Duration.ofSeconds(2));
        assertThat(replica(slow).orElseThrow().address().replica()).isEqualTo(new ReplicaId(5));
        assertThat(slow.broken).isEmpty();
    }

    private static long epoch(Machine machine) {
        return replica(machine).orElseThrow().descriptor().epoch();
    }

    /// All it knows is who founded the cluster, and none of them holds the map any more.
    @Test
    void aNodeJoinsThroughFoundersThatNoLongerHoldTheMap() {
        world.untilFounded();
        List<Machine> heirs = List.of(world.start("n5"), world.start("n6"), world.start("n7"));
        heirs.forEach(heir ->
                world.until(
                        heir.name + " is in the map",
                        () -> heir.host().status().catalogVersion() > 0));
        List<Machine> founders = world.machines().stream().filter(m -> holdsTheMap(m)).toList();
        for (int i = 0; i < founders.size(); i++) takeOver(heirs.get(i), founders.get(i), 9 + i);

        Machine joiner = world.start("n8");
        world.until("it knows the map", () -> joiner.host().status().catalogVersion() > 0);
    }

    private void takeOver(Machine heir, Machine founder, long replica) {
        NodeStatus.ReplicaStatus old = ofTheMap(founder).orElseThrow();
        Member successor = new Member(new ReplicaId(replica), heir.id());
        Outcome moved =
                client.administer(
                        heir,
                        ShardId.SYSTEM,
                        new Administer.ChangeMembers(
                                old.descriptor().epoch(),
                                List.of(
                                        new MemberChange.AddVoter(successor),
                                        new MemberChange.Remove(old.address().replica()))));
        assertThat(moved).isInstanceOf(Outcome.Done.class);
        world.until(founder.name + " no longer holds the map", () -> !holdsTheMap(founder));
        world.until(heir.name + " holds the map", () -> holdsTheMap(heir));
    }

    private static boolean holdsTheMap(Machine machine) {
        return ofTheMap(machine).isPresent();
    }

    private static Optional<NodeStatus.ReplicaStatus> ofTheMap(Machine machine) {
        return machine.host().status().replicas().stream()
                .filter(r -> r.address().shard().equals(ShardId.SYSTEM))
                .findFirst();
    }

    @Test
    void aNodeThatJoinsDrawsItsIdEntersTheMapAndCanHoldReplicas() {
        TableId table = table();
        Machine joiner = world.start("n5");
        NodeId id = joiner.id();

        world.until(
                "every node knows it",
                () ->
                        world.machines().stream()
                                .filter(m -> m != joiner)
                                .allMatch(m ->
                                        m.host().status().peers().stream()
                                                .anyMatch(p -> p.id().equals(id))));
        assertThat(client.get(joiner, table, "k1")).isEqualTo("v1");
        change(1, new MemberChange.AddVoter(new Member(new ReplicaId(4), id)));
        world.until("it holds a replica", () -> replica(joiner).isPresent());
        world.kill("n5");
        assertThat(world.start("n5").id()).isEqualTo(id);
    }
}
