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

    Aims(World world, Operator operator, Strikes strikes) {
        this.world = world;
        this.operator = operator;
        this.strikes = strikes;
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
                    strikes.storms(3, nanos, chance);
                    if (chance.chance(0.7)) holdUp(led.leader(), nanos, chance);
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

    /// One voter waits for the leader in vain until it stands; the others, who could tell it that
    /// all is well, have just forgotten so when it asks them.
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
                    strikes.after(nanos, () -> storm(leader, loyal, nanos, chance));
                });
    }

    private void storm(int leader, int loyal, long nanos, Randomness chance) {
        strikes.cut(List.of(leader), nanos);
        SimNode node = world.node(loyal);
        long down = (5 + chance.below(40)) * Strikes.MILLI;
        node.crash(FaultKind.CRASH, 0, down);
        strikes.storms(4, Math.min(nanos, 1_200 * Strikes.MILLI), chance);
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
                    strikes.after(soon, () -> strikes.deafen(leader, fault.durationNanos()));
                    strikes.storms(4, soon + 900 * Strikes.MILLI, chance);
                });
    }
}
