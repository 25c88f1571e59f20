package io.capstan.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.trace.TraceContext;
import io.capstan.node.harness.Machine;
import io.capstan.node.harness.TestClient;
import io.capstan.node.harness.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The way of a traced request through all replicas.
class TracesTest {
    private static final TraceContext TRACE = new TraceContext(7, 8, 9);

    private final World world = new World(3);
    private final TestClient client = world.client();

    private TableId table() {
        world.untilFounded();
        TableId table = client.createTable(world.machine("n1"), "carts", World.policy(1));
        client.put(world.machine("n1"), table, "warm", "up");
        return table;
    }

    private Machine leader() {
        return world.machine(world.leaderOf(new ShardId(2)));
    }

    private Machine follower() {
        return world.machines().stream().filter(m -> m != leader()).findFirst().orElseThrow();
    }

    private static List<String> at(Machine machine, String... stages) {
        return machine.stages.stream().filter(s -> List.of(stages).contains(word(s))).toList();
    }

    private static String word(String stage) {
        return stage.split(" ", 2)[0];
    }

    @Test
    void aTracedWriteThroughAFollowerIsSeenAtTheRouterAndAtEveryReplica() {
        TableId table = table();
        Machine leader = leader();
        Machine router = follower();

        Outcome put = client.ask(router, client.putRequest(table, "k", "v").traced(TRACE));
        world.until(
                "all have applied it",
                () -> world.machines().stream().allMatch(m -> at(m, "APPLIED").size() == 1));

        assertThat(put).isInstanceOf(Outcome.Done.class);
        assertThat(at(router, "ROUTED", "ASKED", "HEARD", "REPLIED"))
                .containsExactly(
                        "ROUTED node write " + table,
                        "ASKED node " + leader.id(),
                        "HEARD node " + leader.id(),
                        "REPLIED node done");
        assertThat(leader.stages.stream().map(TracesTest::word))
                .containsExactly(
                        "TAKEN", "APPENDED", "DURABLE", "COMMITTED", "APPLIED", "ANSWERED");
        for (Machine machine : world.machines())
            if (machine != leader)
                assertThat(at(machine, "ANNOUNCED", "APPENDED", "DURABLE", "COMMITTED", "APPLIED"))
                        .extracting(TracesTest::word)
                        .containsExactly(
                                "ANNOUNCED", "APPENDED", "DURABLE", "COMMITTED", "APPLIED");
    }

    @Test
    void aTracedReadIsSeenWhereItIsAnsweredAndNothingIsWritten() {
        TableId table = table();
        Machine leader = leader();
        Request read = client.read(table, "warm", Consistency.LINEARIZABLE).traced(TRACE);

        client.ask(leader, read);

        assertThat(leader.stages.stream().map(TracesTest::word))
                .containsExactly("ROUTED", "ASKED", "TAKEN", "ANSWERED", "HEARD", "REPLIED");
    }

    @Test
    void whoDoesNotAskForATraceIsNotFollowed() {
        TableId table = table();

        client.put(follower(), table, "k", "v");

        assertThat(world.machines()).allSatisfy(m -> assertThat(m.stages).isEmpty());
    }

    @Test
    void everyRequestOfAClientIsReportedOnceWithWhatItTook() {
        TableId table = table();
        Machine router = follower();
        router.answered.clear();

        client.put(router, table, "k", "v");
        client.get(router, table, "k");

        assertThat(router.answered).hasSize(2);
        assertThat(router.answered.getFirst()).matches("WRITE in [1-9][0-9]* ms: Done.*");
        assertThat(router.answered.getLast()).matches("GET in [0-9]+ ms: Done.*");
        assertThat(leader().answered).noneMatch(line -> line.startsWith("GET"));
    }
}
