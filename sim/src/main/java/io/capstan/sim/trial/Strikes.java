package io.capstan.sim.trial;

import io.capstan.core.random.Randomness;
import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.workload.Traffic;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// The single blows that aimed faults are made of. Clients still reach both sides of a cut.
final class Strikes {
    static final long MILLI = 1_000_000;

    private final World world;
    private final Traffic traffic;
    private final BooleanSupplier stopped;

    Strikes(World world, Traffic traffic, BooleanSupplier stopped) {
        this.world = world;
        this.traffic = traffic;
        this.stopped = stopped;
    }

    /// The least time without a leader before a voter stands.
    long electionTimeout() {
        return world.options().replication().electionTimeout().toNanos();
    }

    long heartbeat() {
        return world.options().replication().heartbeatInterval().toNanos();
    }

    /// Says that a fault begins, and ends it in time.
    static void lasting(World world, Fault fault, Runnable end) {
        world.happened(0, "begins: " + fault);
        world.scheduler()
                .at(
                        world.now() + fault.durationNanos(),
                        () -> {
                            end.run();
                            world.happened(0, "ends: " + fault.kind().word());
                        });
    }

    /// `deed` happens after a while, unless everything has been healed before.
    void after(long nanos, Runnable deed) {
        int generation = world.generation();
        world.scheduler()
                .at(
                        world.now() + nanos,
                        () -> {
                            if (!stopped.getAsBoolean() && generation == world.generation())
                                deed.run();
                        });
    }

    /// These places and the rest do not hear each other.
    void cut(List<Integer> side, long nanos) {
        begin(FaultKind.PARTITION, side, nanos, 0);
    }

    /// The same, until the end or until the result is run, whichever comes first.
    Runnable cutUntilEnded(List<Integer> side, long nanos) {
        Fault fault = new Fault(world.now(), FaultKind.PARTITION, side, nanos, 0);
        Runnable end = world.beginOnNetwork(fault);
        boolean[] ended = new boolean[1];
        Runnable once =
                () -> {
                    if (!ended[0]) end.run();
                    ended[0] = true;
                };
        lasting(world, fault, once);
        return once;
    }

    /// What one place sends to another from now on arrives after so long at the earliest.
    void holdBack(int from, int to, long nanos) {
        world.network().holdBack(from, to, world.now() + nanos);
    }

    /// What this place sends and what is sent to it comes a second time, so much later.
    void repeat(int place, long laterNanos, long nanos) {
        begin(FaultKind.REPEAT, List.of(place), nanos, laterNanos / MILLI);
    }

    /// Nobody hears this place, but it hears all.
    void silence(int place, long nanos) {
        begin(FaultKind.ONE_WAY, List.of(place), nanos, 0);
    }

    /// This place hears nobody, but all hear it.
    void deafen(int place, long nanos) {
        begin(FaultKind.ONE_WAY, allBut(place), nanos, 0);
    }

    /// Two sides that hear each other only over `bridge`.
    void bridge(int one, int bridge, long nanos) {
        begin(FaultKind.BRIDGE, List.of(one), nanos, bridge);
    }

    private List<Integer> allBut(int place) {
        return IntStream.rangeClosed(1, world.options().nodes())
                .filter(other -> other != place)
                .boxed()
                .toList();
    }

    private void begin(FaultKind kind, List<Integer> targets, long nanos, long parameter) {
        Fault fault = new Fault(world.now(), kind, targets, nanos, parameter);
        lasting(world, fault, world.beginOnNetwork(fault));
    }

    /// Cuts a node off in one way or another, holds it up, or kills it.
    void hit(SimNode node, long nanos, Randomness chance) {
        int calls = chance.below(9);
        switch (chance.below(5)) {
            case 0 -> node.crash(FaultKind.CRASH, calls, Math.max(nanos / 8, 10 * MILLI));
            case 1 -> node.pause(calls, nanos);
            case 2 -> deafen(node.place(), nanos);
            default -> cut(List.of(node.place()), nanos);
        }
    }

    /// Clients are busy right now: with whoever has just come to lead, and with whoever led before.
    void rages(Randomness chance) {
        after(0, traffic::rage);
        storms(2, 80 * MILLI, chance);
    }

    /// Clients read again what they were busy with last.
    void looks(int count, long nanos, Randomness chance) {
        for (int i = 0; i < count; i++) after(chance.below(nanos) + 1, traffic::lookAgain);
    }

    /// Clients are busy at this many moments of the time given.
    void storms(int count, long nanos, Randomness chance) {
        for (int i = 0; i < count; i++) after(chance.below(nanos) + 1, traffic::rage);
    }
}
