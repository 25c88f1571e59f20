package io.capstan.sim.trial;

import io.capstan.core.random.Randomness;
import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;
import java.util.ArrayList;
import java.util.List;

/// Faults aimed at whoever plays a role: what a fault of places meets only by luck. Clients are
/// made busy meanwhile, since a deposed leader that nobody asks does no harm.
///
/// All that a fault leaves open is drawn from its parameter, so that it stays the same fault in
/// another schedule.
final class Aims {
    private final World world;
    private final Operator operator;
    private final Strikes strikes;
    private final Lookout lookout;

    Aims(World world, Operator operator, Strikes strikes, Lookout lookout) {
        this.world = world;
        this.operator = operator;
        this.strikes = strikes;
        this.lookout = lookout;
    }

    static Randomness chance(Fault fault) {
        return new Randomness(fault.parameter()).stream(fault.kind().word());
    }

    /// The leader is cut off, and held up for a part of that time: what it answers when it goes on,
    /// before it hears of anybody, must still be right.
    void depose(Fault fault) {
        Randomness chance = chance(fault);
        Roles.led(world, chance.below(1_000))
                .ifPresent(led -> {
                    world.feel(fault.kind());
                    long nanos = fault.durationNanos();
                    List<Integer> side = new ArrayList<>(List.of(led.leader().place()));
                    if (chance.chance(0.7)) side.addAll(led.learners());
                    strikes.cut(side.stream().distinct().sorted().toList(), nanos);
                    ragesOnceLed(led, nanos, chance);
                    if (chance.chance(0.4)) holdUp(led.leader(), nanos, chance);
                    else if (chance.chance(0.6)) holdUpUntilLed(led, nanos, chance);
                });
    }

    private void holdUp(SimNode leader, long nanos, Randomness chance) {
        long begins = chance.below(nanos / 4);
        long lasts = (long) ((nanos - begins) * (0.4 + 0.55 * chance.nextDouble()));
        // At the first call of a turn, which reads the clock, or between two turns.
        int calls = chance.chance(0.5) ? 1 : 0;
        strikes.after(begins, () -> leader.pause(calls, lasts));
        long late = Math.min(lasts, 1_000 * Strikes.MILLI);
        strikes.after(begins + lasts - late, () -> strikes.storms(2, late, chance));
    }

    /// It goes on soon after another has come to lead: when that one has just begun to answer.
    private void holdUpUntilLed(Roles.Led led, long nanos, Randomness chance) {
        SimNode leader = led.leader();
        leader.pause(0, nanos);
        long soon = chance.below(120 * Strikes.MILLI);
        lookout.onceLeads(
                led.address().shard(),
                leader.place(),
                nanos,
                heir -> strikes.after(soon, leader::goOn));
    }

    private void ragesOnceLed(Roles.Led led, long nanos, Randomness chance) {
        lookout.onceLeads(
                led.address().shard(), led.leader().place(), nanos, heir -> strikes.rages(chance));
    }

    /// One voter waits for the leader in vain until it stands; the others, who could tell it that
    /// all is well, have just forgotten so when it asks them. Should they not wait for that to help
    /// it, then the leader does not hear of it.
    void besiege(Fault fault) {
        Randomness chance = chance(fault);
        Roles.led(world, chance.below(1_000))
                .filter(led -> led.others().size() > 1)
                .ifPresent(led -> {
                    world.feel(fault.kind());
                    int leader = led.leader().place();
                    int loyal = chance.pick(led.others());
                    long nanos = fault.durationNanos();
                    strikes.bridge(leader, loyal, nanos);
                    cutOnceAnotherStands(led, nanos);
                    ragesOnceLed(led, 2 * nanos, chance);
                    strikes.after(nanos, () -> storm(leader, loyal, nanos, chance));
                });
    }

    private void storm(int leader, int loyal, long nanos, Randomness chance) {
        strikes.cut(List.of(leader), nanos);
        SimNode node = world.node(loyal);
        long down = (5 + chance.below(40)) * Strikes.MILLI;
        node.crash(FaultKind.CRASH, 0, down);
        strikes.storms(2, Math.min(nanos, 1_200 * Strikes.MILLI), chance);
    }

    private void cutOnceAnotherStands(Roles.Led led, long nanos) {
        int leader = led.leader().place();
        long dark = 2 * strikes.electionTimeout();
        lookout.onceStands(
                led.address().shard(),
                leader,
                nanos,
                candidate -> strikes.cut(List.of(leader), dark));
    }

    /// Another voter is told to stand, and the leader does not hear of it.
    void usurp(Fault fault) {
        Randomness chance = chance(fault);
        Roles.led(world, chance.below(1_000))
                .filter(led -> !led.others().isEmpty())
                .ifPresent(led -> {
                    world.feel(fault.kind());
                    int heir = chance.pick(led.others());
                    operator.transfer(led.shard(), world.node(heir).id());
                    int leader = led.leader().place();
                    long soon = chance.below(8 * Strikes.MILLI);
                    if (chance.chance(0.3))
                        strikes.after(soon, () -> strikes.deafen(leader, fault.durationNanos()));
                    else cutOnceAnotherStands(led, fault.durationNanos());
                    ragesOnceLed(led, fault.durationNanos(), chance);
                });
    }
}
