package io.capstan.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Administer.MemberChange;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.Result;
import io.capstan.core.shard.Member;
import io.capstan.core.time.HybridTime;
import io.capstan.node.harness.Machine;
import io.capstan.node.harness.TestClient;
import io.capstan.node.harness.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What each replica holds as of a time, asked of that replica through any node.
class DigestTest {
    private static final ShardId SHARD = new ShardId(2);

    private final World world = new World(4);
    private final TestClient client = world.client();

    private TableId table() {
        world.untilFounded();
        TableId table = client.createTable(world.machine("n1"), "carts", World.policy(1));
        for (int i = 0; i < 20; i++) client.put(world.machine("n1"), table, "k" + i, "v" + i);
        return table;
    }

    private Outcome digest(TableId table, long replica, HybridTime at) {
        Request request =
                client.request(
                        table,
                        Consistency.EVENTUAL,
                        tag -> new Query.Digest(new ReplicaId(replica), at, Bytes.EMPTY, 100));
        return client.ask(world.machine("n1"), request.toShard(SHARD, 0));
    }

    private HybridTime now() {
        return HybridTime.ofMillis(world.wallMillis());
    }

    @Test
    void everyReplicaGivesTheSameDigestOfOneTimeThoughWritesGoOn() {
        TableId table = table();
        HybridTime at = now();
        Outcome first = digest(table, 1, at);
        client.put(world.machine("n1"), table, "k3", "later");
        Result expected = ((Outcome.Done) first).result();
        assertThat(((Result.Digested) expected).rows()).isEqualTo(20);
        for (long replica : new long[] {1, 2, 3}) {
            Outcome.Done done = (Outcome.Done) digest(table, replica, at);
            assertThat(done.result()).isEqualTo(expected);
        }
        Outcome.Done newer = (Outcome.Done) digest(table, 2, now());
        assertThat(newer.result()).isNotEqualTo(expected);
    }

    @Test
    void aTimeFromBeforeTheReplicaHadItsStateIsRefused() {
        TableId table = table();
        HybridTime before = now();
        client.put(world.machine("n1"), table, "k3", "later");
        world.run(Duration.ofSeconds(1));
        Machine spare =
                world.machines().stream()
                        .filter(m ->
                                m.host().status().replicas().stream()
                                        .noneMatch(r -> r.address().shard().equals(SHARD)))
                        .findFirst()
                        .orElseThrow();
        Member added = new Member(new ReplicaId(4), spare.id());
        client.administer(
                world.machine("n1"),
                SHARD,
                new Administer.ChangeMembers(1, List.of(new MemberChange.AddVoter(added))));
        world.run(Duration.ofSeconds(1));

        Outcome.Refused refused = (Outcome.Refused) digest(table, 4, before);
        assertThat(refused.code()).isEqualTo(ErrorCode.LEVEL_UNAVAILABLE);
        assertThat(refused.message()).contains("later time");
        assertThat(((Outcome.Done) digest(table, 4, now())).result())
                .isEqualTo(((Outcome.Done) digest(table, 1, now())).result());
    }

    @Test
    void aReplicaThatIsNotThereIsNamed() {
        TableId table = table();
        Outcome.Refused refused = (Outcome.Refused) digest(table, 77, now());
        assertThat(refused.code()).isEqualTo(ErrorCode.SHARD_MOVED);
        assertThat(refused.message()).contains("r77");
    }
}
