package io.capstan.cli;

import static java.util.Objects.requireNonNull;

import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.run.Campaign;
import io.capstan.sim.run.CampaignOptions;
import io.capstan.sim.run.CampaignReport;
import io.capstan.sim.run.Json;
import io.capstan.sim.run.Meaning;
import io.capstan.sim.run.Prose;
import io.capstan.sim.run.Reconciliation;
import io.capstan.sim.run.ScenarioFile;
import io.capstan.sim.run.SeedRun;
import io.capstan.sim.run.Shrinker;
import io.capstan.sim.trace.TraceHash;
import io.capstan.sim.trace.TraceLines;
import io.capstan.sim.trial.Plan;
import io.capstan.sim.trial.Trial;
import io.capstan.sim.trial.TrialResult;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `capstan sim`: runs simulated clusters, one a seed, and judges what their clients saw.
///
/// Exit codes: 0 all laws held and the campaign means something, 1 not, 2 a history could not be
/// judged, 64 wrong usage.
@Command(
        name = "sim",
        description = "Runs simulated clusters amid faults and judges what clients saw.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        footer = {
            "",
            "LIST names kinds or groups, separated by commas: network, process, disk, clock,"
                    + " change,",
            "or partition, pause, crash, ... ('--faults help' lists all).",
            "Exit code: 0 every law held, 1 violated, 2 unknown, 64 wrong usage."
        })
final class SimCommand implements Callable<Integer> {
    private static final int SHRINKING_RUNS = 120;

    @Spec private @Nullable CommandSpec spec;

    @Mixin private TrialFlags flags = new TrialFlags();

    @Option(names = "--json", description = "One JSON object a seed, then one for all.")
    private boolean json;

    @Option(names = "--trace", description = "Print what happens; for one seed.")
    private boolean trace;

    @Option(names = "--reconcile", description = "Run each seed twice and compare every event.")
    private boolean reconcile;

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "Run a scenario instead and compare its transcript.")
    private @Nullable Path scenario;

    @Option(names = "--rewrite", description = "Write what the scenario printed into its file.")
    private boolean rewrite;

    @Option(names = "--no-shrink", description = "Do not make a failing schedule smaller.")
    private boolean noShrink;

    @Override
    public Integer call() {
        if (scenario != null) return scenario(scenario);
        if (flags.askForFaults()) return listFaults();
        CampaignOptions options = flags.options();
        if (trace || flags.changeThePlan()) return oneByOne(options);
        if (reconcile) return reconcile(options);
        return campaign(options);
    }

    private int listFaults() {
        for (FaultKind kind : FaultKind.values())
            out().printf(
                            java.util.Locale.ROOT,
                            "%-8s %s%n",
                            kind.group().name().toLowerCase(java.util.Locale.ROOT),
                            kind.word());
        return ExitCode.OK;
    }

    private int campaign(CampaignOptions options) {
        CampaignReport report = Campaign.run(options, this::tell);
        List<String> missing = Meaning.missing(report);
        if (json) out().println(Json.of(report, Version.commit(), missing));
        else Prose.summary(report, missing).forEach(out()::println);
        report.firstViolated().ifPresent(run -> explain(run.result()));
        report.unknown()
                .forEach(run ->
                        err().println(
                                        "seed "
                                                + run.seed()
                                                + ": unknown: "
                                                + run.result().unknown().orElse("")));
        if (!report.violated().isEmpty()) return ExitCode.FAILED;
        if (!report.unknown().isEmpty()) return ExitCode.UNKNOWN;
        return missing.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void tell(SeedRun run) {
        out().println(json ? Json.of(run) : Prose.line(run));
        out().flush();
    }

    private void explain(TrialResult failing) {
        TrialResult shrunk = noShrink ? failing : Shrinker.shrink(failing, SHRINKING_RUNS);
        PrintWriter to = json ? err() : out();
        Prose.failure(failing, shrunk, Version.commit()).forEach(to::println);
    }

    private int oneByOne(CampaignOptions options) {
        int code = ExitCode.OK;
        for (long seed = options.fromSeed(); seed <= options.toSeed(); seed++) {
            Plan plan = flags.plan(options, seed);
            Optional<TraceLines> lines =
                    trace ? Optional.of(new TraceLines(out()::println)) : Optional.empty();
            SeedRun run = Campaign.run(() -> Trial.run(plan, TraceHash.hashing(), lines));
            TrialResult result = run.result();
            tell(run);
            if (result.isViolated()) {
                code = ExitCode.FAILED;
                Prose.failure(result, result, Version.commit()).forEach(out()::println);
            }
        }
        return code;
    }

    private int reconcile(CampaignOptions options) {
        int parted = 0;
        for (long seed = options.fromSeed(); seed <= options.toSeed(); seed++) {
            Reconciliation both = Reconciliation.of(flags.plan(options, seed));
            if (!both.agrees()) parted++;
            out().println(
                            "seed "
                                    + seed
                                    + (both.agrees()
                                            ? " agrees with itself: " + both.firstHash()
                                            : " PARTS from itself: "
                                                    + both.divergence().orElse("")));
            out().flush();
        }
        return parted == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private int scenario(Path file) {
        try {
            ScenarioFile played = ScenarioFile.play(file);
            if (rewrite) {
                played.rewrite();
                return ExitCode.OK;
            }
            if (played.isAsWritten()) {
                out().println(file + ": as written");
                return ExitCode.OK;
            }
            played.differences().forEach(out()::println);
            return ExitCode.FAILED;
        } catch (UncheckedIOException e) {
            throw wrong("cannot read " + file + ": " + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(commandLine(), message);
    }

    private PrintWriter out() {
        return commandLine().getOut();
    }

    private PrintWriter err() {
        return commandLine().getErr();
    }

    private CommandLine commandLine() {
        return requireNonNull(spec, "picocli sets it").commandLine();
    }
}
