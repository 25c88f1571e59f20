package io.capstan.sim.trial;

import io.capstan.core.actor.Address;
import io.capstan.core.id.ShardId;
import io.capstan.core.random.Randomness;
import io.capstan.core.trace.CoverageMark;
import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Faults that wait for a replica to say something of itself: that it leads, or that it has reached
/// a place in its protocol. They strike at that very moment, or soon after.
final class Traps {
    private static final long MILLI = Strikes.MILLI;

    /// New leaders that one hunt catches, at most.
    private static final int MAX_CAUGHT = 8;

    private final World world;
    private final Strikes strikes;
    private final Lookout lookout;
    private final Counters counters;
    private final List<Hunt> hunts = new ArrayList<>();
    private Optional<Ambush> ambush = Optional.empty();

    private static final class Hunt {
        final ShardId shard;
        final long untilNanos;
        final Randomness chance;
        int caught;

        Hunt(ShardId shard, long untilNanos, Randomness chance) {
            this.shard = shard;
            this.untilNanos = untilNanos;
            this.chance = chance;
        }
    }

    private record Ambush(CoverageMark at, long untilNanos, long nanos, Randomness chance) {}

    Traps(World world, Strikes strikes, Lookout lookout, Counters counters) {
        this.world = world;
        this.strikes = strikes;
        this.lookout = lookout;
        this.counters = counters;
    }

    /// Begins with the leader of now; who leads after it in this shard is hit in turn, until the
    /// end.
    void hunt(Fault fault) {
        Randomness chance = Aims.chance(fault);
        Roles.led(world, chance.below(1_000))
                .ifPresent(led -> {
                    world.feel(fault.kind());
                    long until = world.now() + fault.durationNanos();
                    Hunt hunt = new Hunt(led.address().shard(), until, chance);
                    hunts.add(hunt);
                    catchUp(hunt, led.leader());
                });
    }

    /// Waits for one of the marks that have been reached before; of two, the one reached later.
    void ambush(Fault fault) {
        Randomness chance = Aims.chance(fault);
        List<CoverageMark> known = counters.marksReached();
        if (known.isEmpty()) return;
        int one = chance.below(known.size());
        int other = chance.below(known.size());
        CoverageMark at = known.get(Math.max(one, other));
        long nanos = (50 + chance.below(1_500)) * MILLI;
        ambush = Optional.of(new Ambush(at, world.now() + fault.durationNanos(), nanos, chance));
    }

    /// A replica begins an election.
    void stands(Address replica) {
        lookout.stands(replica);
    }

    /// A replica applies a command.
    void applies(Address replica) {
        lookout.applies(replica);
    }

    /// A replica has installed a snapshot.
    void installs(Address replica) {
        lookout.installs(replica);
    }

    /// A replica has come to lead its shard.
    void leads(Address replica) {
        lookout.leads(replica);
        hunts.removeIf(hunt -> hunt.untilNanos < world.now() || hunt.caught >= MAX_CAUGHT);
        for (Hunt hunt : List.copyOf(hunts)) {
            if (hunt.shard.equals(replica.shard()))
                world.nodeOf(replica.node()).ifPresent(node -> catchUp(hunt, node));
        }
    }

    /// Now and then at once, mostly after it has begun its work; and at times a voter dies that had
    /// just helped it.
    private void catchUp(Hunt hunt, SimNode leader) {
        Randomness chance = hunt.chance;
        hunt.caught++;
        long soon = chance.chance(0.4) ? 0 : chance.below(150 * MILLI);
        long nanos = (300 + chance.below(1_700)) * MILLI;
        strikes.after(soon, () -> strikes.hit(leader, nanos, chance));
        strikes.storms(2, soon + nanos, chance);
        if (chance.chance(0.5)) strikes.after(0, () -> killHelper(leader, chance));
    }

    private void killHelper(SimNode leader, Randomness chance) {
        List<SimNode> others =
                world.nodes().stream().filter(node -> node.place() != leader.place()).toList();
        long down = (5 + chance.below(60)) * MILLI;
        chance.pick(others).crash(FaultKind.CRASH, 0, down);
    }

    /// A replica has reached a mark.
    void reached(Address replica, CoverageMark mark) {
        Ambush waiting = ambush.orElse(null);
        if (waiting == null || !waiting.at.equals(mark)) return;
        ambush = Optional.empty();
        if (world.now() > waiting.untilNanos) return;
        world.feel(FaultKind.AMBUSH);
        world.happened(0, replica + " is ambushed at " + mark.name());
        world.nodeOf(replica.node())
                .ifPresent(node -> strikes.hit(node, waiting.nanos, waiting.chance));
        strikes.storms(2, waiting.nanos, waiting.chance);
    }
}
