package io.capstan.sim.trial;

import io.capstan.core.actor.Address;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.node.host.NodeStatus.ReplicaStatus;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Who plays which role at the moment, as nodes say of themselves.
final class Roles {
    private Roles() {}

    /// A shard as its leader sees it.
    ///
    /// - `applied`: how far its leader has applied its log.
    /// - `others`, `learners`: the places of the other voters and of learners, ascending; of nodes
    ///   that live somewhere.
    record Led(
            SimNode leader,
            Address address,
            ShardDescriptor shard,
            long applied,
            List<Integer> others,
            List<Integer> learners) {}

    static boolean leadsSomething(SimNode node) {
        return replicas(node).stream().anyMatch(Roles::leads);
    }

    private static List<ReplicaStatus> replicas(SimNode node) {
        return node.status().map(status -> status.replicas()).orElse(List.of());
    }

    private static boolean leads(ReplicaStatus replica) {
        return replica.failure().isEmpty() && replica.status().role().startsWith("L");
    }

    /// One of the shards that have a leader.
    static Optional<Led> led(World world, long choice) {
        return one(all(world), choice);
    }

    /// One of the shards that have a leader and hold what clients write.
    static Optional<Led> serving(World world, long choice) {
        List<Led> all = all(world);
        all.removeIf(led -> led.address().shard().equals(ShardId.SYSTEM));
        return one(all, choice);
    }

    /// This shard, where it has a leader.
    static Optional<Led> leaderOf(World world, ShardId shard) {
        List<Led> all = all(world);
        all.removeIf(led -> !led.address().shard().equals(shard));
        return one(all, 0);
    }

    private static Optional<Led> one(List<Led> all, long choice) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get((int) (choice % all.size())));
    }

    private static List<Led> all(World world) {
        List<Led> all = new ArrayList<>();
        for (SimNode node : world.nodes()) {
            for (ReplicaStatus replica : replicas(node)) {
                if (leads(replica)) all.add(led(world, node, replica));
            }
        }
        all.sort(Comparator.comparing((Led led) -> led.address().shard()));
        return all;
    }

    private static Led led(World world, SimNode leader, ReplicaStatus replica) {
        ShardDescriptor shard = replica.descriptor();
        return new Led(
                leader,
                replica.address(),
                shard,
                replica.status().applied(),
                places(world, leader, shard, true),
                places(world, leader, shard, false));
    }

    private static List<Integer> places(
            World world, SimNode leader, ShardDescriptor shard, boolean voters) {
        return shard.members().stream()
                .filter(member -> shard.configuration().isVoter(member.replica()) == voters)
                .map(Member::node)
                .filter(node -> !node.equals(leader.id()))
                .flatMap(node -> place(world, node).stream())
                .sorted()
                .toList();
    }

    private static Optional<Integer> place(World world, NodeId node) {
        return world.nodeOf(node).map(SimNode::place);
    }
}
