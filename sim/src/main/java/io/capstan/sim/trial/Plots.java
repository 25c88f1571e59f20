package io.capstan.sim.trial;

import io.capstan.core.id.ShardId;
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

    /// A relapse takes three elections; another one must not come between.
    private long relapsingUntil;

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

    /// Each of two leaders writes on alone, one after the other. The first comes back, leads again
    /// and gets a part of what it wrote to the others before it is cut off anew; the second, whose
    /// entries are fewer but newer, comes back in its stead.
    ///
    /// Raft thesis 3.6.2 (figure 3.7).
    void relapse(Fault fault) {
        Randomness chance = Aims.chance(fault);
        if (world.now() < relapsingUntil) return;
        Roles.led(world, chance.below(1_000))
                .filter(led -> led.others().size() > 1)
                .ifPresent(led -> {
                    world.feel(fault.kind());
                    int first = led.leader().place();
                    Runnable end = strikes.cutUntilEnded(List.of(first), act());
                    relapsingUntil = world.now() + 3 * act();
                    strikes.rages(chance);
                    lookout.onceLeads(
                            led.address().shard(),
                            first,
                            act(),
                            second -> exchange(led, second, end, chance));
                });
    }

    /// The second leader is cut off before anything it says has left, and the first comes back.
    private void exchange(Roles.Led led, SimNode second, Runnable end, Randomness chance) {
        Runnable endSecond = strikes.cutUntilEnded(List.of(second.place()), 2 * act());
        end.run();
        lookout.onceLeads(
                led.address().shard(),
                second.place(),
                act(),
                again ->
                        lookout.onceApplies(
                                led.address().shard(),
                                again.place(),
                                act(),
                                node -> relapse(led.address().shard(), node, endSecond, chance)));
    }

    /// At the first sign that it has got anything agreed, and before it says so to anybody. It is
    /// back soon after yet another leads, with whatever it holds for agreed.
    private void relapse(ShardId shard, SimNode again, Runnable endSecond, Randomness chance) {
        Runnable end = strikes.cutUntilEnded(List.of(again.place()), act());
        endSecond.run();
        relapsingUntil = world.now() + act() / 2;
        strikes.storms(2, act(), chance);
        long soon = chance.below(40 * MILLI);
        lookout.onceLeads(shard, again.place(), act(), third -> strikes.after(soon, end));
    }

    /// Long enough for somebody to be elected.
    private long act() {
        return 4 * strikes.electionTimeout();
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
