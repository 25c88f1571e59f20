package io.capstan.sim.trial;

import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;

/// Faults of a node's devices that lose nothing: its disk, its store, its clocks.
final class Bodies {
    private final World world;
    private final Losses losses;

    Bodies(World world, Losses losses) {
        this.world = world;
        this.losses = losses;
    }

    void slowDisk(Fault fault) {
        SimNode node = target(fault);
        node.slowDisk(1 + 2.0 * fault.parameter());
        unlessHealed(fault, () -> node.slowDisk(1));
    }

    void stallDisk(Fault fault) {
        target(fault).stallDisk(fault.durationNanos());
        Strikes.lasting(world, fault, () -> {});
    }

    void fillDisk(Fault fault) {
        SimNode node = target(fault);
        node.fillDisk(true);
        unlessHealed(fault, () -> node.fillDisk(false));
    }

    /// The node's data path stops, so that somebody has to start it anew.
    void failSync(Fault fault) {
        SimNode node = target(fault);
        losses.expectStop(node);
        node.failNextSync();
        Strikes.lasting(world, fault, () -> node.crash(FaultKind.CRASH, 0, 0));
    }

    void stallStore(Fault fault) {
        target(fault).stallStore(fault.durationNanos());
        Strikes.lasting(world, fault, () -> {});
    }

    void jump(Fault fault) {
        SimNode node = clocksOf(fault);
        node.clock().skew(fault.parameter());
        world.happened(node.place(), "its wall clock jumps: " + fault.parameter() + " ms");
    }

    void skew(Fault fault) {
        SimNode node = clocksOf(fault);
        node.clock().skew(fault.parameter());
        unlessHealed(fault, () -> node.clock().skew(0));
    }

    void drift(Fault fault) {
        SimNode node = clocksOf(fault);
        node.drift(fault.parameter());
        unlessHealed(fault, () -> node.drift(0));
    }

    /// A clock that goes wrong is felt where leases hang on it.
    private SimNode clocksOf(Fault fault) {
        SimNode node = target(fault);
        if (Roles.leadsSomething(node)) world.feel(fault.kind());
        return node;
    }

    private SimNode target(Fault fault) {
        return world.node(fault.target());
    }

    private void unlessHealed(Fault fault, Runnable end) {
        int generation = world.generation();
        Strikes.lasting(
                world,
                fault,
                () -> {
                    if (world.generation() == generation) end.run();
                });
    }
}
