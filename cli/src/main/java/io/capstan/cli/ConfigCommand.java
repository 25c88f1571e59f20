package io.capstan.cli;

import static java.util.Objects.requireNonNull;

import io.capstan.cli.config.ConfigFlags;
import io.capstan.cli.config.ConfigLines;
import io.capstan.server.config.ConfigVerdict;
import io.capstan.server.config.Configuration;
import io.capstan.server.config.Loader;
import io.capstan.server.config.Mistake;
import io.capstan.server.config.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `capstan config`: looks at configurations of nodes; it starts and changes nothing, and asks no
/// server.
@Command(
        name = "config",
        description = "Checks, shows and compares configurations of nodes.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ConfigCommand implements Runnable {
    private final Terminal terminal;
    private @Nullable ConfigFlags flags;

    @Spec private CommandSpec spec = CommandSpec.create();

    private ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// `environment`: the variables of which `show` takes the settings.
    static CommandLine with(Terminal terminal, Map<String, String> environment) {
        ConfigCommand config = new ConfigCommand(terminal);
        CommandLine line = new CommandLine(config);
        CommandLine show = requireNonNull(line.getSubcommands().get("show"), "a method below");
        config.flags = ConfigFlags.of(show, environment);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: lint, show or diff");
    }

    @Command(
            name = "lint",
            description = "Says all that is wrong with a file, or that nothing is.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exit codes: 0 nothing is wrong, 1 something is, 64 wrong usage."})
    int lint(
            @Parameters(paramLabel = "FILE", description = "Lines of key = value.") Path file,
            @Option(names = "--json", description = "Print JSON, one mistake a line.")
                    boolean json) {
        return switch (Loader.load(file)) {
            case ConfigVerdict.Accepted _ -> {
                if (!json) terminal.out().println(file + ": nothing is wrong");
                yield ExitCode.OK;
            }
            case ConfigVerdict.Refused(List<Mistake> mistakes) -> {
                for (Mistake mistake : mistakes)
                    terminal.out().println(json ? ConfigLines.json(mistake) : mistake.toString());
                yield ExitCode.FAILED;
            }
        };
    }

    @Command(
            name = "show",
            description = {
                "Prints every setting with its value, where that comes from, and what it takes.",
                "What is printed can be used as a file."
            },
            mixinStandardHelpOptions = true)
    int show(
            @Option(names = "--json", description = "Print JSON, one setting a line.")
                    boolean json) {
        CommandLine show = requireNonNull(spec.subcommands().get("show"), "this very command");
        ConfigVerdict verdict = requireNonNull(flags, "made with the command").load(show);
        return accepted(
                verdict,
                configuration ->
                        print(
                                json
                                        ? ConfigLines.showJson(configuration)
                                        : ConfigLines.show(configuration)));
    }

    @Command(
            name = "diff",
            description = "Says what two files set differently, or one and the defaults.",
            mixinStandardHelpOptions = true)
    int diff(
            @Parameters(index = "0", paramLabel = "FILE", description = "From what.") Path left,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "FILE2",
                            description = "To what; left out: from the defaults to FILE.")
                    @Nullable Path right,
            @Option(names = "--json", description = "Print JSON, one setting a line.")
                    boolean json) {
        return accepted(
                Loader.load(left),
                first ->
                        right == null
                                ? differences(Loader.defaults(), first, json)
                                : accepted(
                                        Loader.load(right),
                                        second -> differences(first, second, json)));
    }

    private int differences(Configuration left, Configuration right, boolean json) {
        List<String> lines = ConfigLines.diff(left, right, json);
        if (lines.isEmpty()) terminal.err().println("no differences");
        return print(lines);
    }

    private int print(List<String> lines) {
        lines.forEach(terminal.out()::println);
        return ExitCode.OK;
    }

    /// Goes on with a configuration that can be used, and tells of one that cannot.
    private int accepted(ConfigVerdict verdict, ToIntFunction<Configuration> deed) {
        return switch (verdict) {
            case ConfigVerdict.Accepted(Configuration configuration) ->
                    deed.applyAsInt(configuration);
            case ConfigVerdict.Refused(List<Mistake> mistakes) -> {
                mistakes.forEach(terminal.err()::println);
                yield exitCode(mistakes);
            }
        };
    }

    /// A wrong flag is wrong usage; a wrong file or variable makes the command fail.
    static int exitCode(List<Mistake> mistakes) {
        boolean usage = mistakes.stream().anyMatch(one -> one.where() instanceof Source.Flag);
        return usage ? ExitCode.USAGE : ExitCode.FAILED;
    }
}
