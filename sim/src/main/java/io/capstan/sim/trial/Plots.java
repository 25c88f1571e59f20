package io.capstan.sim.trial;

import io.capstan.core.random.Randomness;
import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;
import java.util.List;

/// Aimed faults in several acts: what was said, or decided, in one act takes effect in another.
final class Plots {
    private static final long MILLI = Strikes.MILLI;

    private final World world;
    private final Strikes strikes;
    private final Lookout lookout;

    Plots(World world, Strikes strikes, Lookout lookout) {
        this.world = world;
        this.strikes = strikes;
        this.lookout = lookout;
    }

    /// The answers to a round of heartbeats come after another leader was elected and has worked:
    /// what they confirm is the past.
    void echo(Fault fault) {
        Randomness chance = Aims.chance(fault);
        Roles.led(world, chance.below(1_000))
                .ifPresent(led -> {
                    world.feel(fault.kind());
                    long patience = strikes.electionTimeout();
                    long late = (long) (patience * (1.5 + chance.nextDouble()));
                    int leader = led.leader().place();
                    led.others().forEach(other -> strikes.holdBack(other, leader, late));
                    long spoken = strikes.heartbeat() + chance.below(20 * MILLI);
                    strikes.after(spoken, () -> muffle(led.leader(), late - spoken));
                    lookout.onceLeads(
                            led.address().shard(), leader, late, heir -> strikes.rages(chance));
                });
    }

    private void muffle(SimNode leader, long nanos) {
        strikes.cut(List.of(leader.place()), nanos);
        leader.pause(0, nanos + 2 * MILLI);
    }

    /// A voter forgets whom it voted for, unless it had written that down before it said so; and it
    /// is asked again, for the same term, by one who does not know of the first candidate.
    void amnesia(Fault fault) {
        Randomness chance = Aims.chance(fault);
        Roles.led(world, chance.below(1_000))
                .filter(led -> led.others().size() > 1)
                .ifPresent(led -> {
                    world.feel(fault.kind());
                    int leader = led.leader().place();
                    long nanos = 3 * strikes.electionTimeout();
                    Runnable end = strikes.cutUntilEnded(List.of(leader), nanos);
                    lookout.onceStands(
                            led.address().shard(),
                            leader,
                            nanos,
                            candidate -> forgets(led, candidate, end, chance));
                });
    }

    private void forgets(Roles.Led led, SimNode candidate, Runnable end, Randomness chance) {
        List<Integer> others =
                led.others().stream().filter(place -> place != candidate.place()).toList();
        if (others.isEmpty()) return;
        SimNode voter = world.node(chance.pick(others));
        voter.stallDisk(60 * MILLI);
        strikes.after(
                (4 + chance.below(30)) * MILLI,
                () -> {
                    voter.crash(FaultKind.CRASH, 0, (2 + chance.below(20)) * MILLI);
                    long nanos = 4 * strikes.electionTimeout();
                    strikes.cut(List.of(candidate.place()), nanos);
                    end.run();
                    strikes.storms(3, nanos, chance);
                });
    }
}
