package io.capstan.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.node.harness.Machine;
import io.capstan.node.harness.TestClient;
import io.capstan.node.harness.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A node that lost records of some of its replicas, and gets others in their place.
@Tag("slow")
class ReseatTest {
    private final World world = new World(3);
    private final TestClient client = world.client();
    private TableId table = new TableId(0);

    private Machine withRows() {
        world.untilFounded();
        table = client.createTable(world.machine("n1"), "carts", World.policy(3));
        for (int i = 0; i < 60; i++) client.put(world.machine("n1"), table, "k" + i, "v" + i);
        return world.machine("n3");
    }

    /// Spoils bytes of the log, evenly, while the machine is down.
    private static void rot(Machine machine, int bytes) {
        String file =
                machine.disk.files().stream()
                        .filter(name -> name.startsWith("log-"))
                        .findFirst()
                        .orElseThrow();
        long size = machine.disk.size(file);
        for (int i = 1; i <= bytes; i++) {
            long at = size * i / (bytes + 1);
            int spoilt = machine.disk.read(file, at, 1).at(0) ^ 0x20;
            machine.disk.write(file, at, Bytes.wrap(new byte[] {(byte) spoilt}));
        }
    }

    private static SortedMap<ShardId, ReplicaId> replicas(Machine machine) {
        SortedMap<ShardId, ReplicaId> here = new TreeMap<>();
        for (NodeStatus.ReplicaStatus each : machine.host().status().replicas())
            here.put(each.address().shard(), each.address().replica());
        return here;
    }

    /// Every shard has this node's replica among its three voters.
    private boolean isWhole(Machine machine) {
        NodeId id = machine.id();
        List<NodeStatus.ReplicaStatus> here = machine.host().status().replicas();
        return machine.host().status().lost().isEmpty()
                && here.size() == 4
                && here.stream()
                        .allMatch(each ->
                                each.descriptor().configuration().voters().size() == 3
                                        && each.descriptor()
                                                .nodeOf(each.address().replica())
                                                .equals(Optional.of(id))
                                        && each.descriptor()
                                                .configuration()
                                                .isVoter(each.address().replica()));
    }

    @Test
    void aReplicaThatLostRecordsComesBackUnderAnotherId() {
        Machine spoilt = withRows();
        SortedMap<ShardId, ReplicaId> before = replicas(spoilt);
        world.kill("n3");
        rot(spoilt, 8);

        world.start("n3");

        assertThat(spoilt.broken).isNotEmpty();
        world.until("n3 is whole again", () -> isWhole(spoilt));
        SortedMap<ShardId, ReplicaId> after = replicas(spoilt);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after.values()).isNotEqualTo(before.values());
        world.kill("n1");
        for (int i = 0; i < 60; i++)
            assertThat(client.get(spoilt, table, "k" + i)).isEqualTo("v" + i);
    }

    /// The rot is on the disk still, but nobody minds it: the one that it hit has ended.
    @Test
    void whoHasComeBackStaysAfterMoreRestarts() {
        Machine spoilt = withRows();
        world.kill("n3");
        rot(spoilt, 8);
        world.start("n3");
        for (int i = 0; i < 4; i++) {
            world.run(Duration.ofMillis(400L * i * i));
            world.kill("n3");
            world.start("n3");
        }
        world.until("n3 is whole again", () -> isWhole(spoilt));
        SortedMap<ShardId, ReplicaId> after = replicas(spoilt);
        spoilt.broken.clear();

        world.kill("n3");
        world.start("n3");
        world.run(Duration.ofSeconds(5));

        assertThat(replicas(spoilt)).isEqualTo(after);
        assertThat(isWhole(spoilt)).isTrue();
        assertThat(spoilt.broken).isEmpty();
    }

    /// With one of three away there is no majority that could agree on it: nothing is given up.
    @Test
    void withoutAMajorityItWaits() {
        Machine spoilt = withRows();
        world.kill("n3");
        rot(spoilt, 8);
        world.kill("n2");
        world.start("n3");
        world.run(Duration.ofSeconds(10));
        assertThat(spoilt.host().status().lost()).isNotEmpty();

        world.start("n2");

        world.until("n3 is whole again", () -> isWhole(spoilt));
    }
}
