package io.capstan.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.node.harness.Machine;
import io.capstan.node.harness.TestClient;
import io.capstan.node.harness.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tables that go.
class DropTableTest {
    private final World world = new World(3);
    private final TestClient client = world.client();
    private final Machine n1 = world.machine("n1");
    private final Machine n2 = world.machine("n2");
    private final Machine n3 = world.machine("n3");

    private TableId table() {
        world.untilFounded();
        TableId table = client.createTable(n1, "carts", World.policy(4));
        client.put(n1, table, "k", "v");
        return table;
    }

    private Outcome drop(Machine at, String name) {
        return client.administer(at, ShardId.NONE, new Administer.DropTable(name));
    }

    private static List<ShardId> shardsAt(Machine machine) {
        return machine.host().status().replicas().stream().map(r -> r.address().shard()).toList();
    }

    private static ErrorCode code(Outcome outcome) {
        return ((Outcome.Refused) outcome).code();
    }

    @Test
    void aDroppedTableIsGoneEverywhere() {
        TableId table = table();
        assertThat(drop(n2, "carts")).isInstanceOf(Outcome.Done.class);
        for (Machine machine : world.machines())
            world.until(
                    machine.name + " holds the system group alone",
                    () -> shardsAt(machine).equals(List.of(ShardId.SYSTEM)));
        assertThat(code(client.put(n3, table, "k", "w"))).isEqualTo(ErrorCode.UNKNOWN_TABLE);
    }

    @Test
    void aNodeThatWasDownMeanwhileDropsItsReplicasWhenItReturns() {
        table();
        world.until("n3 holds them", () -> shardsAt(n3).size() == 5);
        world.kill("n3");
        drop(n1, "carts");
        world.run(Duration.ofSeconds(5));

        world.start("n3");

        world.until("its replicas are gone", () -> shardsAt(n3).equals(List.of(ShardId.SYSTEM)));
        assertThat(n3.broken).isEmpty();
        world.kill("n3");
        world.start("n3");
        world.run(Duration.ofSeconds(2));
        assertThat(shardsAt(n3)).containsExactly(ShardId.SYSTEM);
        assertThat(n3.broken).isEmpty();
    }

    @Test
    void aTableOfTheSameNameIsANewOne() {
        TableId first = table();
        drop(n1, "carts");
        TableId second = client.createTable(n1, "carts", World.policy(4));
        assertThat(second).isNotEqualTo(first);
        assertThat(client.get(n1, second, "k")).isEmpty();
        world.until(
                "n2 holds the new shards alone",
                () ->
                        shardsAt(n2).size() == 5
                                && shardsAt(n2).stream()
                                        .noneMatch(s -> s.value() > 1 && s.value() < 6));
    }

    @Test
    void theSystemTableAndUnknownOnesAreNotDropped() {
        table();
        String system =
                n1.host().status().replicas().getFirst().descriptor().table().equals(TableId.SYSTEM)
                        ? "system"
                        : "";
        assertThat(code(drop(n1, system))).isEqualTo(ErrorCode.SYSTEM_TABLE);
        assertThat(code(drop(n1, "nowhere"))).isEqualTo(ErrorCode.NO_LEADER);
    }
}
