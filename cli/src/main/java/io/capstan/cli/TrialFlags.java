package io.capstan.cli;

import io.capstan.node.Protocols;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.fault.FaultSchedule;
import io.capstan.sim.run.CampaignOptions;
import io.capstan.sim.swarm.Load;
import io.capstan.sim.trial.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Which simulated clusters to run: protocol, seeds, operations, faults, and what is changed of
/// that which a seed draws.
final class TrialFlags {
    private static final Pattern SEEDS = Pattern.compile("([0-9]{1,15})(?:\\.\\.([0-9]{1,15}))?");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee = CommandSpec.create();

    @Parameters(paramLabel = "PROTOCOL", arity = "0..1", description = "How copies agree: raft.")
    private String protocol = "raft";

    @Option(names = "--seeds", paramLabel = "A..B", description = "Which seeds (default: 1..20).")
    private String seeds = "1..20";

    @Option(names = "--ops", paramLabel = "N", description = "Operations a seed (default: 1000).")
    private int operations = 1_000;

    @Option(
            names = "--faults",
            paramLabel = "all|none|LIST",
            description = "What may go wrong (default: all).")
    private String faults = "all";

    @Option(
            names = "--invariants",
            paramLabel = "on|off",
            description = "Judge also what no client can see (default: on).")
    private String invariants = "on";

    @Option(
            names = "--schedule",
            paramLabel = "FILE",
            description = "Faults to play instead of the drawn ones; - for standard input.")
    private @Nullable String schedule;

    @Option(names = "--only", paramLabel = "N", description = "Stop after so many operations.")
    private int only;

    @Option(names = "--clients", paramLabel = "N", description = "So many clients.")
    private int clients;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Seeds run at a time (default: the number of processors).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    /// Whether only the kinds of faults are to be listed.
    boolean askForFaults() {
        return faults.equals("help");
    }

    /// Whether something else is to be played than a seed draws.
    boolean changeThePlan() {
        return schedule != null || only > 0 || clients > 0;
    }

    /// The seeds to run and what may go wrong in them.
    CampaignOptions options() {
        if (Protocols.named(protocol).isEmpty())
            throw wrong("there is no protocol '" + protocol + "'; there are " + Protocols.names());
        Matcher range = SEEDS.matcher(seeds);
        if (!range.matches()) throw wrong("--seeds takes A..B, not '" + seeds + "'");
        long from = Long.parseLong(range.group(1));
        long to = range.group(2) == null ? from : Long.parseLong(range.group(2));
        if (from > to) throw wrong("--seeds " + seeds + " holds no seed");
        if (operations < 1) throw wrong("--ops takes a number from 1 on");
        if (jobs < 1) throw wrong("--jobs takes a number from 1 on");
        return new CampaignOptions(
                protocol, from, to, operations, kinds(), invariantsAreOn(), jobs);
    }

    private boolean invariantsAreOn() {
        if (!invariants.equals("on") && !invariants.equals("off"))
            throw wrong("--invariants takes on or off, not '" + invariants + "'");
        return invariants.equals("on");
    }

    private List<FaultKind> kinds() {
        if (faults.equals("all")) return List.of(FaultKind.values());
        if (faults.equals("none")) return FaultKind.ofWordOrGroup("change");
        List<FaultKind> kinds = new ArrayList<>();
        for (String word : faults.split(",", -1)) {
            List<FaultKind> named = FaultKind.ofWordOrGroup(word.strip());
            if (named.isEmpty())
                throw wrong("there is no fault '" + word + "'; '--faults help' lists all");
            kinds.addAll(named);
        }
        return kinds.stream().distinct().sorted().toList();
    }

    /// What is played for a seed: drawn from it, then as these options change it.
    Plan plan(CampaignOptions options, long seed) {
        Plan plan =
                Plan.draw(
                        seed,
                        options.protocol(),
                        options.operations(),
                        options.faults(),
                        options.invariants());
        Load load = plan.swarm().load();
        plan =
                plan.with(
                        plan.swarm()
                                .with(
                                        load.sized(
                                                only > 0 ? only : load.operations(),
                                                clients > 0 ? clients : load.clients())));
        return schedule == null ? plan : plan.with(read(schedule));
    }

    private FaultSchedule read(String file) {
        try {
            String text =
                    file.equals("-")
                            ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                            : Files.readString(Path.of(file));
            return FaultSchedule.parse(text);
        } catch (IOException e) {
            throw wrong("cannot read " + file + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw wrong(file + ": " + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(mixee.commandLine(), message);
    }
}
