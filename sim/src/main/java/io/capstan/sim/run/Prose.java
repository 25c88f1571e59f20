package io.capstan.sim.run;

import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.law.Breach;
import io.capstan.sim.swarm.Load;
import io.capstan.sim.trial.Plan;
import io.capstan.sim.trial.TrialResult;
import io.capstan.sim.workload.Operation;
import io.capstan.sim.workload.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Reports for people.
public final class Prose {
    private Prose() {}

    /// One line for one seed.
    public static String line(SeedRun run) {
        TrialResult result = run.result();
        Tally tally = result.tally();
        return String.format(
                Locale.ROOT,
                "seed %-6d %-8s %5d ops %3.0f%% ok  %4d elections %3d snapshots %3d changes"
                        + "  %8d events %6.1f s virtual %5.2f s cpu  %s",
                run.seed(),
                Json.verdict(result),
                tally.allReads() + tally.allWrites(),
                success(tally),
                result.counters().elections(),
                result.counters().snapshotsInstalled(),
                result.counters().configurationChanges(),
                result.counters().events(),
                result.virtualNanos() / 1e9,
                run.cpuNanos() / 1e9,
                result.traceHash().substring(0, 12));
    }

    private static double success(Tally tally) {
        long all = tally.allReads() + tally.allWrites();
        double done =
                tally.readSuccess() * tally.allReads() + tally.writeSuccess() * tally.allWrites();
        return all == 0 ? 100 : done / all * 100;
    }

    /// The whole campaign, in lines.
    public static List<String> summary(CampaignReport report, List<String> missing) {
        List<String> lines = new ArrayList<>();
        Tally tally = report.tally();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%d seeds: %d violated, %d unknown; %d events, %d a second and core;"
                                + " %.1f h virtual in %.1f s, %.0f times real time a core",
                        report.options().seeds(),
                        report.violated().size(),
                        report.unknown().size(),
                        report.events(),
                        report.eventsPerSecond(),
                        report.virtualNanos() / 3.6e12,
                        report.wallNanos() / 1e9,
                        report.timesRealTime()));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "reads   %d: %.1f %% answered, %d refused, %d unknown",
                        tally.allReads(),
                        tally.readSuccess() * 100,
                        tally.reads(Operation.Result.REFUSED),
                        tally.reads(Operation.Result.UNKNOWN)));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "writes  %d: %.1f %% answered (%d mismatches), %d refused, %d unknown",
                        tally.allWrites(),
                        tally.writeSuccess() * 100,
                        tally.writes(Operation.Result.MISMATCH),
                        tally.writes(Operation.Result.REFUSED),
                        tally.writes(Operation.Result.UNKNOWN)));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "overlap %.1f %%; %d elections, %d snapshots sent, %d installed,"
                                + " %d configuration changes, %d reads by lease, %d by ReadIndex",
                        tally.overlap() * 100,
                        report.elections(),
                        report.snapshotsSent(),
                        report.snapshotsInstalled(),
                        report.configurationChanges(),
                        report.marks().getOrDefault("READ_BY_LEASE", 0L),
                        report.marks().getOrDefault("READ_BY_INDEX", 0L)));
        lines.add("felt    " + felt(report));
        missing.forEach(what -> lines.add("MEANS TOO LITTLE: " + what));
        return lines;
    }

    private static String felt(CampaignReport report) {
        return report.options().faults().stream()
                .map((FaultKind kind) -> kind.word() + " " + report.felt().of(kind))
                .collect(Collectors.joining(", "));
    }

    /// A failing run: what happened, the schedule that is left of it, and how to see it again.
    public static List<String> failure(TrialResult original, TrialResult shrunk, String commit) {
        Breach breach = shrunk.breach().orElseThrow();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                String.format(
                        Locale.ROOT,
                        "seed %d breaks the law of %s at %.6f s (commit %s, trace %s)",
                        original.plan().seed(),
                        breach.law(),
                        breach.nanos() / 1e9,
                        commit,
                        original.traceHash()));
        breach.story().lines().forEach(line -> lines.add("  " + line));
        lines.add("the cluster: " + shrunk.plan().swarm());
        lines.add(
                "the schedule, "
                        + original.plan().schedule().faults().size()
                        + " faults shrunk to "
                        + shrunk.plan().schedule().faults().size()
                        + "; to see it again:");
        lines.addAll(paste(shrunk.plan(), original.plan().swarm().load()));
        return lines;
    }

    private static List<String> paste(Plan plan, Load drawn) {
        List<String> lines = new ArrayList<>();
        Load load = plan.swarm().load();
        lines.add(
                "./capstan sim "
                        + plan.swarm().protocol()
                        + " --seeds "
                        + plan.seed()
                        + " --ops "
                        + drawn.operations()
                        + (load.operations() == drawn.operations()
                                ? ""
                                : " --only " + load.operations())
                        + (load.clients() == drawn.clients() ? "" : " --clients " + load.clients())
                        + (plan.invariants() ? "" : " --invariants off")
                        + " --trace --schedule - <<'END'");
        plan.schedule().faults().forEach(fault -> lines.add(fault.toString()));
        lines.add("END");
        return lines;
    }
}
