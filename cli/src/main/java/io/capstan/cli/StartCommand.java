package io.capstan.cli;

import static java.util.Objects.requireNonNull;

import io.capstan.cli.config.ConfigFlags;
import io.capstan.client.net.Address;
import io.capstan.core.Invariant;
import io.capstan.server.NodeRunner;
import io.capstan.server.NodeSettings;
import io.capstan.server.config.Assembly;
import io.capstan.server.config.ConfigVerdict;
import io.capstan.server.config.Configuration;
import io.capstan.server.config.Mistake;
import io.capstan.server.port.PortFailure;
import io.capstan.server.port.Transport;
import io.capstan.server.telemetry.LogLines;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `capstan start`: one node of a cluster in this process, until a signal ends it.
///
/// The first and only line on standard output says that the node serves.
@Command(
        name = "start",
        description = "Starts one node of a cluster in this process.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The first start of a node names the founders in --join, the same list on each of them;",
            "the cluster is founded once all of them are up. A node that is not in the list joins.",
            "Later starts need no --join. 'ready name=.. native=.. admin=.. pid=..' says that it serves.",
            "A flag counts over the environment (CAPSTAN_LISTEN, ..), that over the file, and that",
            "over the default; docs/configuration.md has all settings.",
            "Exit codes: 0 ended by a signal, 1 could not start or has failed, 64 wrong usage."
        })
public final class StartCommand implements Callable<Integer> {
    private final Terminal terminal;
    private @Nullable ConfigFlags flags;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--via",
            hidden = true,
            paramLabel = "PEER=HOST:PORT",
            description =
                    "Dials another address than the one that the peer is known by. For tests.")
    private Map<String, String> via = new LinkedHashMap<>();

    @Option(
            names = "--disk",
            hidden = true,
            description = "held: unsynced bytes stay in process memory, to show missing syncs.")
    private DiskKind disk = DiskKind.FILE;

    private StartCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// `environment`: the variables of which it takes settings.
    static CommandLine with(Terminal terminal, Map<String, String> environment) {
        StartCommand start = new StartCommand(terminal);
        CommandLine line = new CommandLine(start);
        start.flags = ConfigFlags.of(line, environment);
        return line;
    }

    @Override
    public Integer call() {
        via.values().forEach(this::checkProxy);
        ConfigFlags given = requireNonNull(flags, "made with the command");
        return switch (given.load(spec.commandLine())) {
            case ConfigVerdict.Refused(List<Mistake> mistakes) -> refused(mistakes);
            case ConfigVerdict.Accepted(Configuration configuration) -> {
                Optional<Mistake> missing = Assembly.missing(configuration);
                yield missing.isPresent() ? refused(List.of(missing.get())) : start(configuration);
            }
        };
    }

    private int refused(List<Mistake> mistakes) {
        for (Mistake mistake : mistakes) failed(mistake.toString());
        int code = ConfigCommand.exitCode(mistakes);
        if (code == ExitCode.USAGE) terminal.err().println("Try 'capstan start --help'.");
        return code;
    }

    private int start(Configuration configuration) {
        Ending ending = new Ending();
        Signals.whenAskedToEnd(ending::asked);
        try {
            NodeSettings settings = Assembly.node(configuration, disk == DiskKind.HELD, via);
            LogLines.install(settings.logFormat(), settings.host().name());
            NodeRunner node = NodeRunner.start(settings, new Transport());
            ending.by(() -> {
                node.drain();
                node.close();
            });
            return run(node, settings, ending);
        } catch (PortFailure | Invariant.Broken failure) {
            return failed(String.valueOf(failure.getMessage()));
        }
    }

    private int run(NodeRunner node, NodeSettings settings, Ending ending) {
        terminal.out()
                .println(
                        "ready name="
                                + settings.host().name()
                                + " native="
                                + text(settings.listen())
                                + " admin="
                                + text(settings.admin())
                                + " pid="
                                + ProcessHandle.current().pid());
        terminal.out().flush();
        try {
            node.ended().join();
            ending.await();
            return ExitCode.OK;
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return failed("the node has failed: " + cause.getMessage());
        }
    }

    private void checkProxy(String address) {
        try {
            Address.parse(address);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--via: " + e.getMessage(), e);
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private int failed(String why) {
        terminal.err().println("capstan start: " + why);
        return ExitCode.FAILED;
    }
}
