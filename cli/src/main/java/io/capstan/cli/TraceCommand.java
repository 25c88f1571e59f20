package io.capstan.cli;

import io.capstan.cli.status.Timeline;
import io.capstan.cli.status.TraceSurvey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `capstan trace`: the way of one request through all replicas.
@Command(
        name = "trace",
        description = "Shows the way of one traced request through all replicas.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A request is traced where it is asked for: kv put --trace prints the trace's id.",
            "Times are of each node's own clock; docs/operations.md says what the spans are.",
            "Exit codes: 0 ok, 1 nobody has seen it or no node answers, 64 wrong usage."
        })
public final class TraceCommand implements Callable<Integer> {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ID", description = "The trace's id: 32 hexadecimal digits.")
    private String id = "";

    @Option(names = "--json", description = "Print JSON, one object a line.")
    private boolean json;

    TraceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!ID.matcher(id).matches())
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + id + "' is no trace's id; it has 32 hexadecimal digits in lower case");
        Optional<Timeline> seen = new TraceSurvey().of(server.addresses(), id);
        if (seen.isEmpty())
            return failed("no node answers at " + server.addresses() + "; name one with --server");
        Timeline timeline = seen.get();
        for (String node : timeline.silent())
            terminal.err()
                    .println("capstan trace: " + node + " does not answer; its part is missing");
        if (timeline.isEmpty())
            return failed(
                    "no node has seen anything of "
                            + id
                            + "; each keeps the newest traces only, and none after a restart");
        List<String> lines = json ? timeline.json() : timeline.lines();
        lines.forEach(terminal.out()::println);
        return ExitCode.OK;
    }

    private int failed(String why) {
        terminal.err().println("capstan trace: " + why);
        return ExitCode.FAILED;
    }
}
