package io.capstan.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command's entry: registers the verbs, and is the border at which every failure becomes a
/// message and an [ExitCode].
///
/// A wrong command line ends with 64, one line on what is wrong, the nearest match where there is
/// one, and where to read on. An exception that nobody expected is a defect: it ends with 70 and
/// one line; `CAPSTAN_DEBUG=1` adds its trace.
@Command(
        name = "capstan",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "A distributed database in which consistency is a setting.",
        footer = {
            "",
            "Exit codes: 0 ok, 1 failed or violated, 2 unknown, 64 wrong usage, 70 a defect.",
            "Read on:    README.md, docs/architecture.md"
        })
public final class Capstan {
    /// The verbs that look at all the others.
    private static final Set<String> TELL_OF_OTHERS = Set.of("completion", "help");

    private Capstan() {}

    static void main(String[] args) {
        var terminal = Terminal.ofProcess();
        int code = run(terminal, args);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(code);
    }

    /// Runs one command line in this process and returns its exit code.
    public static int run(Terminal terminal, String... args) {
        return commandLine(terminal, needed(terminal, args))
                .execute(args.length == 0 ? new String[] {"--help"} : args);
    }

    /// The whole grammar.
    static CommandLine commandLine(Terminal terminal) {
        return commandLine(terminal, verbs(terminal));
    }

    private static CommandLine commandLine(Terminal terminal, Map<String, Supplier<Object>> verbs) {
        var capstan = new CommandLine(new Capstan());
        verbs.forEach((name, verb) -> capstan.addSubcommand(name, verb.get()));
        capstan.getSubcommands()
                .values()
                .forEach(verb -> verb.getCommandSpec().versionProvider(new Version()));
        return framed(capstan, terminal);
    }

    /// What it takes to understand the command line: its verb alone, where that stands first and
    /// says nothing of others. To read the grammar of all verbs takes longer than most of them do.
    private static Map<String, Supplier<Object>> needed(Terminal terminal, String... args) {
        Map<String, Supplier<Object>> verbs = verbs(terminal);
        String first = args.length == 0 ? "" : args[0];
        Supplier<Object> verb = verbs.get(first);
        return verb == null || TELL_OF_OTHERS.contains(first) ? verbs : Map.of(first, verb);
    }

    /// A verb is registered here and nowhere else, in the order of `help`.
    private static Map<String, Supplier<Object>> verbs(Terminal terminal) {
        Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();
        verbs.put("demo", () -> new DemoCommand(terminal));
        verbs.put("start", () -> StartCommand.with(terminal, System.getenv()));
        verbs.put("config", () -> ConfigCommand.with(terminal, System.getenv()));
        verbs.put("doctor", () -> DoctorCommand.with(terminal, System.getenv()));
        verbs.put("status", () -> new StatusCommand(terminal));
        verbs.put("table", () -> TableCommand.with(terminal));
        verbs.put("kv", () -> KvCommand.with(terminal));
        verbs.put("shard", () -> ShardCommand.with(terminal));
        verbs.put("node", () -> NodeCommand.with(terminal));
        verbs.put("trace", () -> new TraceCommand(terminal));
        verbs.put("sim", SimCommand::new);
        verbs.put("check", CheckCommand::new);
        verbs.put("verify", () -> VerifyCommand.with(terminal, root()));
        verbs.put("mutants", () -> new MutantsCommand(terminal, root()));
        verbs.put("bench", () -> BenchCommand.with(terminal));
        verbs.put("completion", () -> new CompletionCommand(terminal));
        verbs.put("abuse", () -> new AbuseCommand(terminal));
        verbs.put("rehearse", () -> new RehearseCommand(terminal));
        verbs.put("help", () -> new HelpVerb(terminal));
        return verbs;
    }

    /// The repository's folder; the launcher gives it.
    private static Path root() {
        return Path.of(System.getProperty("capstan.root", "")).toAbsolutePath();
    }

    static CommandLine framed(CommandLine capstan, Terminal terminal) {
        return capstan.setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(colours(terminal))
                .setUsageHelpAutoWidth(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, args) -> usage(wrong, terminal))
                .setExecutionExceptionHandler(
                        (defect, command, parsed) -> internal(defect, terminal));
    }

    private static ColorScheme colours(Terminal terminal) {
        return CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF);
    }

    private static int usage(ParameterException wrong, Terminal terminal) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        terminal.err().println(name + ": " + problem(wrong, command));
        if (wrong instanceof UnmatchedArgumentException) {
            UnmatchedArgumentException.printSuggestions(wrong, terminal.err());
        }
        terminal.err().println("Try '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    /// Picocli counts a wrong verb among the "unmatched arguments"; a person asked for a command.
    private static String problem(ParameterException wrong, CommandLine command) {
        boolean wrongVerb =
                wrong instanceof UnmatchedArgumentException unmatched
                        && !unmatched.isUnknownOption()
                        && !command.getSubcommands().isEmpty();
        return wrongVerb
                ? "there is no command '"
                        + ((UnmatchedArgumentException) wrong).getUnmatched().getFirst()
                        + "'"
                : String.valueOf(wrong.getMessage());
    }

    private static int internal(Exception defect, Terminal terminal) {
        boolean debug = "1".equals(System.getenv("CAPSTAN_DEBUG"));
        terminal.err()
                .println(
                        "capstan: an internal error: "
                                + summary(defect)
                                + (debug
                                        ? ""
                                        : ". This is a defect in Capstan; run it again with CAPSTAN_DEBUG=1 and report what it prints."));
        if (debug) defect.printStackTrace(terminal.err());
        return ExitCode.INTERNAL;
    }

    private static String summary(Exception defect) {
        String message = defect.getMessage();
        return message == null || message.isBlank()
                ? "no further word"
                : message.lines().findFirst().orElse("");
    }
}
