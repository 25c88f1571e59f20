package io.capstan.cli;

import io.capstan.checker.io.EdnWriter;
import io.capstan.cli.mutant.BadMutant;
import io.capstan.core.consistency.Durations;
import io.capstan.core.consistency.GuaranteeCard;
import io.capstan.core.consistency.Guarantees;
import io.capstan.core.consistency.Parsed;
import io.capstan.core.consistency.PolicyOptions;
import io.capstan.core.consistency.PolicyVerdict;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.sim.scenario.Scenario;
import io.capstan.verify.judge.Account;
import io.capstan.verify.judge.Claim;
import io.capstan.verify.judge.Finding;
import io.capstan.verify.judge.Summary;
import io.capstan.verify.live.Launch;
import io.capstan.verify.live.LiveFailure;
import io.capstan.verify.live.LiveScenario;
import io.capstan.verify.live.Run;
import io.capstan.verify.plan.FaultKind;
import io.capstan.verify.plan.Settings;
import io.capstan.verify.record.Chronicle;
import io.capstan.verify.record.Workload;
import io.capstan.verify.report.Facts;
import io.capstan.verify.report.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `capstan verify`: real node processes, clients at work, faults from a seed, and the verdict.
///
/// Exit codes: 0 what the table claims held, 1 it did not, 2 nobody can say, 64 wrong usage.
@Command(
        name = "verify",
        description = "Breaks a real cluster in every way and judges what its clients saw.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Starts its own nodes on free ports of this machine and ends them.",
            "Exit code: 0 valid, 1 violated, 2 unknown, 64 wrong usage."
        })
final class VerifyCommand implements Callable<Integer> {
    /// How long a healed cluster may take until every client is served.
    private static final Duration CALM = Duration.ofSeconds(30);

    private final Terminal terminal;
    private final Path root;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final PolicyFlags flags = new PolicyFlags();

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "How many nodes, 1 to 9 (default: ${DEFAULT-VALUE}).")
    private int nodes = 3;

    @Option(
            names = "--table-policy",
            paramLabel = "KEY=VALUE[,..]",
            description = "The table's policy in one option; the options above say the same.")
    private String tablePolicy = "";

    @Option(
            names = "--workload",
            paramLabel = "NAME",
            description = "register: few keys; kv: many, with deletes (default: ${DEFAULT-VALUE}).")
    private String workload = "kv";

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            description =
                    "kill, pause, restart, partition, slow, disk, clock; all; none (default:"
                            + " ${DEFAULT-VALUE}).")
    private String faults = "kill,pause,restart,partition";

    @Option(
            names = "--leader-for",
            paramLabel = "TIME",
            description =
                    "Every fault strikes the leader and lasts so long (default: whom and how long is"
                            + " drawn).")
    private String leaderFor = "";

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "How long faults strike (default: ${DEFAULT-VALUE}).")
    private String duration = "60s";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides faults and operations (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--claim",
            paramLabel = "LEVEL",
            description = "The level to ask and to judge by (default: the table's own).")
    private String claim = "";

    @Option(
            names = "--clients",
            paramLabel = "N",
            description = "So many clients (default: ${DEFAULT-VALUE}).")
    private int clients = 8;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a page that shows the run; it needs no network.")
    private @Nullable Path report;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "Write the history in Jepsen's EDN, for 'capstan check --workload kv'.")
    private @Nullable Path history;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Data and logs of the nodes; kept (default: a folder that goes).")
    private @Nullable Path work;

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "Play a scenario of the simulator on live nodes and compare instead.")
    private @Nullable Path scenario;

    @Option(
            names = "--mutant",
            paramLabel = "NAME",
            description = "Break the nodes on purpose: mutants/NAME.patch. The run should notice.")
    private @Nullable String mutant;

    @Option(
            names = "--node-classpath",
            paramLabel = "PATH",
            description = "Classes that the nodes search before their own.")
    private List<Path> nodeClasspath = List.of();

    private final String began =
            DateTimeFormatter.ISO_INSTANT.format(Instant.now().truncatedTo(ChronoUnit.SECONDS));

    private VerifyCommand(Terminal terminal, Path root) {
        this.terminal = terminal;
        this.root = root;
    }

    static CommandLine with(Terminal terminal, Path root) {
        VerifyCommand verify = new VerifyCommand(terminal, root);
        CommandLine line = new CommandLine(verify);
        line.getCommandSpec().addMixin("policy", verify.flags.spec());
        return line;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (mutant != null && !Files.exists(NodeLaunch.patch(root, mutant)))
            throw usage("there is no mutant '" + mutant + "'; 'ls mutants' shows those there are");
        return scenario != null ? play(scenario) : run();
    }

    private int run() throws IOException, InterruptedException {
        Workload chosen =
                Workload.ofWord(workload)
                        .orElseThrow(() ->
                                usage(
                                        "--workload takes "
                                                + Workload.words()
                                                + ", not "
                                                + workload));
        Settings settings = settings();
        Claim judged = value(Claim.of(settings.policy(), claim));
        return inFolder((launch, folder) -> {
            Account account = Run.of(settings, chosen, judged, launch, folder, this::tell);
            return finish(account, facts(settings, chosen, judged));
        });
    }

    private int play(Path file) throws IOException, InterruptedException {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "cannot read " + file + ": " + e, e);
        }
        return inFolder((launch, folder) -> {
            Scenario played;
            try {
                played = LiveScenario.play(text, launch, folder, this::tell);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), file + ": " + e.getMessage(), e);
            }
            played.differences().forEach(terminal.out()::println);
            terminal.out().println(file + (played.isAsWritten() ? ": as written" : ": differs"));
            return played.isAsWritten() ? ExitCode.OK : ExitCode.FAILED;
        });
    }

    private interface Deed {
        int in(Launch launch, Path folder) throws IOException, InterruptedException;
    }

    /// Does it with a folder for the nodes, which goes afterwards unless it was asked for or shows
    /// what went wrong.
    private int inFolder(Deed deed) throws IOException, InterruptedException {
        Path folder = work != null ? work : Files.createTempDirectory("capstan-verify-");
        Files.createDirectories(folder);
        int code = ExitCode.UNKNOWN;
        boolean refused = false;
        try {
            List<Path> inFront = new ArrayList<>();
            if (mutant != null) inFront.add(NodeLaunch.mutated(root, mutant, folder));
            inFront.addAll(nodeClasspath);
            code = deed.in(NodeLaunch.of(inFront), folder);
        } catch (LiveFailure failure) {
            terminal.err().println("capstan verify: " + failure.getMessage());
        } catch (BadMutant failure) {
            refused = true;
            throw new ParameterException(
                    spec.commandLine(), String.valueOf(failure.getMessage()), failure);
        } catch (ParameterException failure) {
            refused = true;
            throw failure;
        } finally {
            if (work == null && (refused || code == ExitCode.OK))
                Folders.remove(folder, "capstan verify", terminal);
            else terminal.err().println("data and logs of the nodes are in " + folder);
        }
        return code;
    }

    private Settings settings() {
        Settings settings;
        try {
            settings =
                    new Settings(
                            nodes,
                            policy(),
                            FaultKind.parse(faults),
                            leaderFor.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(value(Durations.parse(leaderFor))),
                            value(Durations.parse(duration)),
                            seed,
                            clients,
                            CALM);
            settings.check();
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        return settings;
    }

    private TablePolicy policy() {
        SortedMap<String, String> given = new TreeMap<>(flags.given());
        for (String option : tablePolicy.isEmpty() ? new String[0] : tablePolicy.split(",", -1)) {
            int equals = option.indexOf('=');
            if (equals < 0) throw usage("--table-policy takes KEY=VALUE,.., not " + option);
            given.put(option.substring(0, equals).strip(), option.substring(equals + 1).strip());
        }
        given.putIfAbsent("shards", "3");
        given.putIfAbsent("replicas", Integer.toString(Math.min(3, nodes)));
        return switch (PolicyOptions.read(given)) {
            case PolicyVerdict.Refused refused -> throw usage(refused.toString());
            case PolicyVerdict.Accepted accepted -> {
                accepted.notices().forEach(n -> terminal.err().println("note: " + n));
                yield accepted.policy();
            }
        };
    }

    private <T> T value(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Value<T>(T value) -> value;
            case Parsed.Mistake<T>(String message) -> throw usage(message);
        };
    }

    private void tell(String line) {
        terminal.err().println(line);
    }

    private Facts facts(Settings settings, Workload chosen, Claim judged) {
        List<String> given = new ArrayList<>(List.of("./capstan", "verify"));
        given.addAll(spec.commandLine().getParseResult().originalArgs());
        if (!given.contains("--seed")) given.addAll(List.of("--seed", Long.toString(seed)));
        return new Facts(
                settings,
                String.join(" ", given),
                new Version().getVersion()[0],
                began,
                chosen.word(),
                judged.toString(),
                GuaranteeCard.print(Chronicle.TABLE, value(Guarantees.of(settings.policy()))),
                mutant == null ? "" : "The nodes ran with the mutant " + mutant + ".");
    }

    private int finish(Account account, Facts facts) throws IOException {
        if (history != null) write(account.chronicle(), history);
        if (report != null) {
            Files.writeString(report, Page.of(account, facts));
            terminal.err().println("report: " + report.toAbsolutePath());
        }
        Summary.of(account).forEach(terminal.out()::println);
        return switch (account.finding()) {
            case Finding.Holds _ -> ExitCode.OK;
            case Finding.Broken _ -> ExitCode.FAILED;
            case Finding.Open _ -> ExitCode.UNKNOWN;
        };
    }

    private static void write(Chronicle chronicle, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            EdnWriter edn = new EdnWriter(out);
            chronicle.events(event -> {
                try {
                    edn.write(event);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
