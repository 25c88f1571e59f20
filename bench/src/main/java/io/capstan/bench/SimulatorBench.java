package io.capstan.bench;

import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.run.Campaign;
import io.capstan.sim.run.SeedRun;
import io.capstan.sim.swarm.Swarm;
import io.capstan.sim.swarm.TablePlan;
import io.capstan.sim.trial.Plan;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// How fast the simulator is on one core: events (an input delivered to an actor) a second, and how
/// many times faster than real time a five-node Raft group under default chaos goes.
///
/// Every round runs the same seeds anew, so that rounds can be compared; the first rounds warm the
/// JVM, the median of the others is the result. Time is processor time: what else runs on the
/// machine does not count. Two figures, since compiler and collector have threads of their own: by
/// the time of the simulating thread, and by that of the whole process.
public final class SimulatorBench {
    private static final int WARMING_ROUNDS = 3;
    private static final int NODES = 5;
    private static final double NANOS = 1e9;

    /// What one round did, and the processor time that it took.
    private record Round(long events, long virtualNanos, long threadNanos, long processNanos) {
        double eventsPerSecond() {
            return events * NANOS / Math.max(1, threadNanos);
        }

        double eventsPerProcessSecond() {
            return events * NANOS / Math.max(1, processNanos);
        }

        double timesRealTime() {
            return (double) virtualNanos / Math.max(1, threadNanos);
        }
    }

    private SimulatorBench() {}

    /// Runs `rounds` rounds of `seeds` seeds of `operations` operations after three rounds that
    /// warm the JVM; tells one line for each, and the median last.
    public static void run(int rounds, int seeds, int operations, Consumer<String> tell) {
        List<Round> counted = new ArrayList<>();
        for (int round = 1; round <= WARMING_ROUNDS + rounds; round++) {
            Round done = round(seeds, operations);
            boolean warming = round <= WARMING_ROUNDS;
            tell.accept(line(warming ? "warming" : "round " + (round - WARMING_ROUNDS), done));
            if (!warming) counted.add(done);
        }
        counted.sort(Comparator.comparingDouble(Round::eventsPerSecond));
        tell.accept(line("median", counted.get(counted.size() / 2)));
    }

    private static Round round(int seeds, int operations) {
        long events = 0;
        long virtual = 0;
        long busy = 0;
        long process = processNanos();
        for (int seed = 1; seed <= seeds; seed++) {
            SeedRun run = Campaign.run(fiveNodes(seed, operations));
            events += run.result().counters().events();
            virtual += run.result().virtualNanos();
            busy += run.cpuNanos();
        }
        return new Round(events, virtual, busy, processNanos() - process);
    }

    private static long processNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static String line(String name, Round round) {
        return String.format(
                Locale.ROOT,
                "%-8s %,d events, %,.0f a second on one core (%,.0f with compiler and collector);"
                        + " %.0f times real time",
                name,
                round.events(),
                round.eventsPerSecond(),
                round.eventsPerProcessSecond(),
                round.timesRealTime());
    }

    /// A swarm of this seed, but always of five nodes and one group of five beside the system
    /// group.
    private static Plan fiveNodes(long seed, int operations) {
        Plan drawn = Plan.draw(seed, "raft", operations, List.of(FaultKind.values()), true);
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
                        swarm.aimedGapMillis(),
                        swarm.horizonMillis(),
                        swarm.claimedDriftPpm(),
                        swarm.clockErrorMillis());
        return Plan.of(five, drawn.invariants());
    }
}
