package io.capstan.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Administer.DropTable;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.node.harness.Machine;
import io.capstan.node.harness.TestClient;
import io.capstan.node.harness.World;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a node does when its disk, its store or its network fails it.
@Tag("slow")
class FaultsTest {
    private static final ShardId SHARD = new ShardId(2);

    private final World world = new World(3, World.keeping(64));
    private final TestClient client = world.client();

    private static ErrorCode codeOf(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).code();
    }

    private TableId table() {
        world.untilFounded();
        TableId table = client.createTable(world.machine("n1"), "carts", World.policy(1));
        client.put(world.machine("n1"), table, "k", "v");
        world.run(Duration.ofSeconds(1));
        return table;
    }

    private Machine leader() {
        return world.machine(world.leaderOf(SHARD));
    }

    private Machine otherThan(Machine one) {
        return world.machines().stream().filter(m -> m != one).findFirst().orElseThrow();
    }

    @Test
    void aNodeThatIsToStopHandsOverAndSendsItsClientsElsewhere() {
        TableId table = table();
        Machine leaving = leader();
        leaving.host().drain();
        world.until("all is handed over", () -> leaving.host().isDrained());
        world.run(Duration.ofSeconds(1));
        assertThat(world.leaderOf(SHARD)).isNotEqualTo(leaving.name);

        assertThat(codeOf(client.ask(leaving, client.putRequest(table, "k", "v"))))
                .isEqualTo(ErrorCode.NODE_STOPS);
        assertThat(codeOf(client.administer(leaving, ShardId.SYSTEM, new DropTable("carts"))))
                .isEqualTo(ErrorCode.NODE_STOPS);
        assertThat(client.put(leader(), table, "k", "v")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void nothingIsAcknowledgedBeforeItIsDurableOnAMajority() {
        TableId table = table();
        Machine leader = leader();
        for (Machine machine : world.machines()) machine.stallSyncs(machine != leader);
        Request put = client.putRequest(table, "k", "lost?");
        client.send(leader, put);

        world.run(Duration.ofMillis(500));

        assertThat(client.answer(put)).isEmpty();
    }

    @Test
    void aLeaderWhoseDiskStallsHandsOver() {
        TableId table = table();
        Machine stalled = leader();
        stalled.stallSyncs(true);
        Machine other = otherThan(stalled);
        client.send(stalled, client.putRequest(table, "k", "w"));

        world.run(Duration.ofSeconds(8));

        assertThat(world.leaderOf(SHARD)).isNotEqualTo(stalled.name);
        assertThat(client.put(other, table, "k", "x")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aNodeWhoseSyncFailsStopsLoudlyAndTheOthersGoOn() {
        TableId table = table();
        Machine failing = leader();
        Machine other = otherThan(failing);
        failing.host().syncFailed(99);
        world.run(Duration.ofMillis(10));

        assertThat(failing.broken).hasSize(1);
        assertThat(failing.host().status().stopped()).contains("failed");
        assertThat(client.put(other, table, "k", "w")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aStoreThatStallsDelaysAnswersAndLosesNothing() {
        TableId table = table();
        for (Machine machine : world.machines()) machine.store.stall(true);
        Request put = client.putRequest(table, "k", "w");
        client.send(leader(), put);
        world.run(Duration.ofMillis(500));
        for (Machine machine : world.machines()) machine.store.stall(false);

        assertThat(client.await(put)).isInstanceOf(Outcome.Done.class);
        assertThat(client.get(world.machine("n2"), table, "k")).isEqualTo("w");
    }

    @Test
    void aLeaderCutOffAnswersNoLinearizableReadAndTheOthersElectAnother() {
        TableId table = table();
        Machine cut = leader();
        Machine other = otherThan(cut);
        world.isolate(cut.name, true);
        world.run(Duration.ofSeconds(6));

        assertThat(client.put(other, table, "k", "new")).isInstanceOf(Outcome.Done.class);
        world.isolate(cut.name, false);

        assertThat(client.get(cut, table, "k")).isEqualTo("new");
    }

    @Test
    void aNodeFarBehindIsFilledBySnapshotsHoweverOftenItCrashesMeanwhile() {
        TableId table = table();
        Machine behind = otherThan(leader());
        world.kill(behind.name);
        Machine up = leader();
        for (int i = 0; i < 300; i++) client.put(up, table, "k" + i % 50, "v" + i);
        for (int i = 0; i < 40; i++) {
            world.start(behind.name);
            world.run(Duration.ofMillis(1 + i));
            world.kill(behind.name);
        }
        world.start(behind.name);

        world.until(
                "it has caught up",
                () ->
                        behind.host().status().replicas().stream()
                                .filter(r -> r.address().shard().equals(SHARD))
                                .anyMatch(r -> r.status().applied() >= 300));
        assertThat(client.get(behind, table, "k49", Consistency.EVENTUAL)).isEqualTo("v299");
        assertThat(behind.snapshots).isNotEmpty();
        assertThat(behind.broken).isEmpty();
    }

    @Test
    void aSnapshotThatIsNotDurableYetLeavesTheReplicaAsItWas() {
        TableId table = table();
        Machine behind = otherThan(leader());
        world.kill(behind.name);
        for (int i = 0; i < 300; i++) client.put(leader(), table, "k" + i % 50, "v" + i);
        world.start(behind.name);
        behind.stallFlushes(true);
        world.run(Duration.ofSeconds(3));
        int before = behind.snapshots.size();
        world.kill(behind.name);
        behind.stallFlushes(false);
        world.start(behind.name);

        world.until("the snapshot is in", () -> !behind.snapshots.isEmpty());
        assertThat(before).isZero();
        assertThat(behind.broken).isEmpty();
    }

    @Test
    void aRequestThatTheNetworkRepeatsIsCarriedOutOnce() {
        TableId table = table();
        client.repeatFrames(true);

        Outcome first = client.compareAndSet(leader(), table, "k", "v", "w");

        world.run(Duration.ofSeconds(1));
        assertThat(first).isInstanceOf(Outcome.Done.class);
        assertThat(client.get(leader(), table, "k")).isEqualTo("w");
    }

    @Test
    void anIdleClusterDoesLittleMoreThanSayThatItLives() {
        table();
        world.run(Duration.ofSeconds(20));
        long before = leader().steps;

        world.run(Duration.ofSeconds(10));

        assertThat(leader().steps - before).isLessThan(10 * 10 * 4 + 100);
    }
}
