package io.capstan.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Liveness;
import io.capstan.core.actor.Status;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.node.host.NodeStatus;
import io.capstan.node.host.NodeStatus.PeerStatus;
import io.capstan.node.host.NodeStatus.ReplicaStatus;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a node of three says at `/readyz` and `/safe-to-stop`.
class ReadinessTest {
    private static final ShardId SHARD = new ShardId(2);

    private static NodeId node(long number) {
        return new NodeId(number);
    }

    private static ShardDescriptor shard(int voters) {
        List<Member> members =
                IntStream.rangeClosed(1, voters)
                        .mapToObj(i -> new Member(new ReplicaId(i), node(i)))
                        .toList();
        return new ShardDescriptor(
                SHARD,
                new TableId(2),
                Partitioning.HASH,
                KeyRange.ALL,
                1,
                members,
                Configuration.ofVoters(members.stream().map(Member::replica).toList()));
    }

    private static ReplicaStatus replica(int voters, NodeId leader, String failure) {
        return new ReplicaStatus(
                new Address(node(1), SHARD, new ReplicaId(1)),
                shard(voters),
                new Status("F", 3, 7, 7, 7, leader, ""),
                failure);
    }

    private static NodeStatus status(ReplicaStatus replica, Liveness second, Liveness third) {
        return new NodeStatus(
                node(1),
                "n1",
                new ClusterId(9),
                1,
                4,
                "",
                List.of(replica),
                List.of(),
                List.of(
                        new PeerStatus(node(2), "n2", "127.0.0.1:7401", "", second),
                        new PeerStatus(node(3), "n3", "127.0.0.1:7402", "", third)));
    }

    private static NodeStatus well(ReplicaStatus replica) {
        return status(replica, Liveness.ALIVE, Liveness.ALIVE);
    }

    @Test
    void aNodeWhoseGroupsHaveALeaderServes() {
        assertThat(Readiness.missing(well(replica(3, node(2), "")))).isEmpty();
    }

    @Test
    void aGroupWithoutALeaderIsNamed() {
        assertThat(Readiness.missing(well(replica(3, NodeId.NONE, ""))))
                .singleElement()
                .asString()
                .contains("n1/s2/r1 knows no leader");
    }

    @Test
    void aReplicaThatHasStoppedIsNamedWithTheReason() {
        assertThat(Readiness.missing(well(replica(3, node(2), "rot in batch 7"))))
                .singleElement()
                .asString()
                .contains("rot in batch 7");
    }

    @Test
    void ofThreeThatAreAliveOneMayStop() {
        assertThat(Safety.lostBy(well(replica(3, node(2), "")))).isEmpty();
    }

    @Test
    void withOneOfThreeGoneNoOtherMayStop() {
        NodeStatus status = status(replica(3, node(2), ""), Liveness.ALIVE, Liveness.SUSPECTED);
        assertThat(Safety.lostBy(status))
                .singleElement()
                .asString()
                .contains("shard s2 would be left without a majority: not heard of n3");
    }

    @Test
    void theOnlyReplicaMayNotStop() {
        assertThat(Safety.lostBy(well(replica(1, node(1), ""))))
                .singleElement()
                .asString()
                .contains("too few replicas");
    }
}
