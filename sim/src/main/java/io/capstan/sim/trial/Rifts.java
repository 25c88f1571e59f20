package io.capstan.sim.trial;

import io.capstan.core.actor.Address;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.random.Randomness;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Cuts that go through the membership of a shard: on the leader's side are as many replicas as it
/// can have without being allowed to decide anything, on the other side those who may go on without
/// it.
final class Rifts {
    private static final long MILLI = Strikes.MILLI;

    /// How long a cut waits for what it needs: learners that have come, a change that has begun.
    private static final long PATIENCE_NANOS = 6_000 * MILLI;

    private static final long LOOK_NANOS = 200 * MILLI;
    private static final int LEARNERS = 2;

    private final World world;
    private final Operator operator;
    private final Changes changes;
    private final Strikes strikes;
    private final Lookout lookout;
    private final Map<ShardId, Split> splits = new TreeMap<>();

    private record Split(long untilNanos, long nanos, Randomness chance) {}

    Rifts(World world, Operator operator, Changes changes, Strikes strikes, Lookout lookout) {
        this.world = world;
        this.operator = operator;
        this.changes = changes;
        this.strikes = strikes;
        this.lookout = lookout;
    }

    // ------------------------------------------------------------------ learners

    /// The leader and its learners are left alone, as soon as there are learners.
    void strand(Fault fault) {
        Randomness chance = Aims.chance(fault);
        Roles.serving(world, chance.below(1_000))
                .ifPresent(led -> {
                    if (led.learners().size() < LEARNERS)
                        operator.addLearners(led.shard(), changes.readyNodes());
                    long until = world.now() + PATIENCE_NANOS;
                    await(led.shard().shard(), until, fault.durationNanos(), chance);
                });
    }

    private void await(ShardId shard, long until, long nanos, Randomness chance) {
        Roles.Led led = Roles.leaderOf(world, shard).orElse(null);
        if (led != null && led.learners().size() >= LEARNERS) {
            // They have come; some time later they have caught up as well.
            strikes.after(chance.below(600 * MILLI), () -> strand(shard, nanos, chance));
        } else if (world.now() < until) {
            strikes.after(LOOK_NANOS, () -> await(shard, until, nanos, chance));
        }
    }

    private void strand(ShardId shard, long nanos, Randomness chance) {
        Roles.leaderOf(world, shard)
                .filter(led -> led.learners().size() >= LEARNERS)
                .ifPresent(led -> {
                    world.feel(FaultKind.STRAND);
                    List<Integer> side = new ArrayList<>(led.learners());
                    side.add(led.leader().place());
                    side.addAll(fewerThanHalf(led.others(), chance));
                    Runnable end =
                            strikes.cutUntilEnded(
                                    side.stream().distinct().sorted().toList(), nanos);
                    strikes.storms(1, 10 * MILLI, chance);
                    lookout.onceLeads(
                            shard,
                            led.leader().place(),
                            nanos,
                            heir -> reunite(end, nanos, chance));
                });
    }

    /// Soon after the others have a leader all hear each other again: what it decides with all of
    /// them is what lasts.
    private void reunite(Runnable end, long nanos, Randomness chance) {
        long soon = (20 + chance.below(300)) * MILLI;
        strikes.after(soon, end);
        strikes.after(soon, () -> strikes.looks(4, 200 * MILLI, chance));
        strikes.storms(1, soon + nanos, chance);
    }

    /// So many other voters that with the leader they are one short of a majority.
    private static List<Integer> fewerThanHalf(List<Integer> others, Randomness chance) {
        List<Integer> some = new ArrayList<>(others);
        int count = Math.max(0, (others.size() + 1) / 2 - 1);
        while (some.size() > count) some.remove(/* index */ chance.below(some.size()));
        return some;
    }

    /// Writes before anybody has noticed the cut, and reads once the other side has a leader too.
    private void meet(ShardId shard, int leader, long nanos, Randomness chance) {
        strikes.storms(1, 10 * MILLI, chance);
        lookout.onceLeads(
                shard,
                leader,
                nanos,
                heir -> {
                    strikes.looks(3, 60 * MILLI, chance);
                    strikes.after(60 * MILLI, () -> strikes.storms(2, nanos / 2, chance));
                });
    }

    // ------------------------------------------------------------------ joint configurations

    /// Another voter than the leader moves to a node without a replica; see [#entered].
    void split(Fault fault) {
        Randomness chance = Aims.chance(fault);
        Roles.serving(world, chance.below(1_000))
                .filter(led -> !led.others().isEmpty())
                .ifPresent(led -> {
                    List<NodeId> free = new ArrayList<>(changes.readyNodes());
                    free.removeIf(node -> led.shard().replicaOn(node).isPresent());
                    if (free.isEmpty()) return;
                    long until = world.now() + PATIENCE_NANOS;
                    splits.put(
                            led.shard().shard(), new Split(until, fault.durationNanos(), chance));
                    SimNode leaves = world.node(chance.pick(led.others()));
                    led.shard()
                            .replicaOn(leaves.id())
                            .ifPresent(
                                    out -> operator.exchange(led.shard(), out, chance.pick(free)));
                });
    }

    /// A replica has appended a configuration: its leader, since nobody has heard of it yet.
    void entered(Address replica, ShardDescriptor shard) {
        if (!shard.configuration().isJoint()) return;
        Split waiting = splits.remove(shard.shard());
        if (waiting == null || world.now() > waiting.untilNanos) return;
        world.feel(FaultKind.SPLIT);
        world.happened(0, shard.shard() + " is split as it changes");
        strikes.cut(newSide(replica.replica(), shard), waiting.nanos);
        int leader = world.nodeOf(replica.node()).map(SimNode::place).orElse(0);
        meet(shard.shard(), leader, waiting.nanos, waiting.chance);
    }

    /// The places of the leader, of those who have just come, and of so many who stay that they are
    /// a majority of the new voters; they are none of the old.
    private List<Integer> newSide(ReplicaId leader, ShardDescriptor shard) {
        Configuration now = shard.configuration();
        List<ReplicaId> side = new ArrayList<>(List.of(leader));
        for (ReplicaId voter : now.voters())
            if (!now.outgoing().contains(voter) && !side.contains(voter)) side.add(voter);
        for (ReplicaId voter : now.voters())
            if (side.size() <= now.voters().size() / 2 && !side.contains(voter)) side.add(voter);
        return side.stream()
                .flatMap(each -> shard.nodeOf(each).stream())
                .flatMap(node -> world.nodeOf(node).stream())
                .map(SimNode::place)
                .sorted()
                .toList();
    }
}
