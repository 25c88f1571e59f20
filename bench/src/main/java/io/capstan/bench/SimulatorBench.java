package io.capstan.bench;

import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.run.Campaign;
import io.capstan.sim.run.SeedRun;
import io.capstan.sim.swarm.Swarm;
import io.capstan.sim.swarm.TablePlan;
import io.capstan.sim.trial.Plan;
import java.util.List;
import java.util.Locale;

/// How fast the simulator is on one core: events (an input delivered to an actor) a second, and how
/// many times faster than real time a five-node Raft group under default chaos goes.
///
/// Run with `java -cp … io.capstan.bench.SimulatorBench [SEEDS] [OPERATIONS]`. The first seeds warm
/// the JVM and are not counted.
public final class SimulatorBench {
    private static final int WARMING = 20;
    private static final int DEFAULT_SEEDS = 60;
    private static final int DEFAULT_OPERATIONS = 1_000;
    private static final int NODES = 5;

    private SimulatorBench() {}

    static void main(String[] args) {
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_SEEDS;
        int operations = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_OPERATIONS;
        System.out.println(run(seeds, operations));
    }

    /// One line: events a second of processor time, and virtual time as a multiple of it.
    public static String run(int seeds, int operations) {
        long events = 0;
        long virtual = 0;
        long cpu = 0;
        for (int seed = 1; seed <= WARMING + seeds; seed++) {
            SeedRun run = Campaign.run(fiveNodes(seed, operations));
            if (seed <= WARMING) continue;
            events += run.result().counters().events();
            virtual += run.result().virtualNanos();
            cpu += run.cpuNanos();
        }
        return String.format(
                Locale.ROOT,
                "%d seeds, %d operations each: %d events, %.0f a second on one core; %.0f times real time",
                seeds,
                operations,
                events,
                events * 1e9 / Math.max(1, cpu),
                (double) virtual / Math.max(1, cpu));
    }

    /// A swarm of this seed, but always of five nodes and one group of five beside the system group.
    private static Plan fiveNodes(long seed, int operations) {
        Plan drawn =
                Plan.draw(seed, "raft", operations, List.of(FaultKind.values()), true);
        Swarm swarm = drawn.swarm();
        Swarm five =
                new Swarm(
                        swarm.seed(),
                        swarm.protocol(),
                        NODES,
                        List.of(new TablePlan("t1", 1, NODES)),
                        swarm.load(),
                        swarm.weather(),
                        swarm.options(),
                        swarm.flushAfterBytes(),
                        swarm.log(),
                        swarm.kinds(),
                        swarm.faultGapMillis(),
                        swarm.horizonMillis(),
                        swarm.claimedDriftPpm(),
                        swarm.clockErrorMillis());
        return Plan.of(five, drawn.invariants());
    }
}
