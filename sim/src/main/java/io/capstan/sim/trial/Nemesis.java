package io.capstan.sim.trial;

import io.capstan.sim.fault.Fault;
import io.capstan.sim.workload.Traffic;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;

/// Carries out the schedule: sends each fault, when its time has come, to those who know its kind.
///
/// Faults of network, process and clock are laid on anywhere, since they cost nothing but time;
/// what loses data only as far as the atlas allows ([Losses]).
final class Nemesis {
    private final World world;
    private final Plan plan;
    private final Losses losses;
    private final Bodies bodies;
    private final Changes changes;
    private final Aims aims;
    private final Plots plots;
    private final Traps traps;
    private final Rifts rifts;
    private final Lapses lapses;
    private final Throwback throwback;
    private boolean stopped;

    Nemesis(World world, Plan plan, Operator operator, Traffic traffic, Counters counters) {
        this.world = world;
        this.plan = plan;
        Strikes strikes = new Strikes(world, traffic, this::isStopped);
        this.losses = new Losses(world, plan, operator, this::isStopped);
        this.bodies = new Bodies(world, losses);
        this.changes = new Changes(world, operator, traffic, losses, this::isStopped);
        Lookout lookout = new Lookout(world, this::isStopped);
        this.aims = new Aims(world, operator, strikes, lookout);
        this.plots = new Plots(world, strikes, lookout);
        this.traps = new Traps(world, strikes, lookout, counters);
        this.rifts = new Rifts(world, operator, changes, strikes, lookout);
        this.lapses = new Lapses(world, operator, strikes, lookout);
        this.throwback = new Throwback(world, strikes, lookout);
    }

    void start() {
        for (Fault fault : plan.schedule().faults())
            world.scheduler().at(fault.atNanos(), () -> strike(fault));
    }

    /// Nothing begins any more.
    void stop() {
        stopped = true;
    }

    private boolean isStopped() {
        return stopped;
    }

    Losses losses() {
        return losses;
    }

    Traps traps() {
        return traps;
    }

    Rifts rifts() {
        return rifts;
    }

    private void strike(Fault fault) {
        if (stopped) return;
        int calls = (int) fault.parameter();
        switch (fault.kind()) {
            case DROP,
                    DUPLICATE,
                    REORDER,
                    DELAY,
                    CLOG,
                    CORRUPT,
                    PARTITION,
                    ONE_WAY,
                    BRIDGE,
                    RING,
                    REPEAT,
                    MUTE ->
                    Strikes.lasting(world, fault, world.beginOnNetwork(fault));
            case PAUSE -> target(fault).pause(calls, fault.durationNanos());
            case CRASH, TORN_WRITE ->
                    target(fault).crash(fault.kind(), calls, fault.durationNanos());
            case POWER_LOSS ->
                    world.nodes().forEach(n -> n.crash(fault.kind(), 0, fault.durationNanos()));
            case WIPE -> losses.wipe(fault);
            case ROT -> losses.rot(fault);
            case SLOW_DISK -> bodies.slowDisk(fault);
            case STALLED_DISK -> bodies.stallDisk(fault);
            case FULL_DISK -> bodies.fillDisk(fault);
            case FAILED_SYNC -> bodies.failSync(fault);
            case STALLED_STORE -> bodies.stallStore(fault);
            case CLOCK_JUMP -> bodies.jump(fault);
            case CLOCK_SKEW -> bodies.skew(fault);
            case CLOCK_DRIFT -> bodies.drift(fault);
            case DEPOSE -> aims.depose(fault);
            case ECHO -> plots.echo(fault);
            case RELAPSE -> plots.relapse(fault);
            case AMNESIA -> plots.amnesia(fault);
            case BESIEGE -> aims.besiege(fault);
            case USURP -> aims.usurp(fault);
            case HUNT -> traps.hunt(fault);
            case AMBUSH -> traps.ambush(fault);
            case STRAND -> rifts.strand(fault);
            case SPLIT -> rifts.split(fault);
            case FORGET -> lapses.forget(fault);
            case TARRY -> lapses.tarry(fault);
            case THROWBACK -> throwback.begin(fault);
            case MEMBERSHIP -> changes.members(fault);
            case TRANSFER -> changes.leader(fault);
            case CREATE_TABLE -> changes.createTable();
        }
    }

    private SimNode target(Fault fault) {
        return world.node(fault.target());
    }
}
