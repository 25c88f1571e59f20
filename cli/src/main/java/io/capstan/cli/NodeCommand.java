package io.capstan.cli;

import io.capstan.cli.status.ClusterReport;
import io.capstan.cli.status.JobLines;
import io.capstan.cli.status.NodeLines;
import io.capstan.cli.status.Survey;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.CapstanException;
import io.capstan.core.catalog.JobEntry;
import io.capstan.core.id.NodeId;
import io.capstan.core.request.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `capstan node`: the nodes of a cluster, and how one leaves it for good.
@Command(
        name = "node",
        description = "Lists nodes, replaces and removes them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class NodeCommand implements Runnable {
    /// How long a node that is named as a replacement may take to appear.
    private static final Duration JOINING = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    private NodeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    static CommandLine with(Terminal terminal) {
        return new CommandLine(new NodeCommand(terminal));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say what to do: list, replace or remove");
    }

    /// How the end of a job is awaited.
    static final class Waiting {
        @Option(
                names = "--wait",
                negatable = true,
                defaultValue = "true",
                fallbackValue = "true",
                description = "Wait for the end and tell how far it is (default).")
        private boolean wait = true;

        @Option(names = "--json", description = "Print JSON, one object a line.")
        private boolean json;
    }

    @Command(
            name = "list",
            description = "Lists nodes: address, replicas held and led, state; and the last jobs.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin ServerOptions server,
            @Option(names = "--json", description = "Print JSON, one object a line.")
                    boolean json) {
        return server.with(
                terminal,
                client -> {
                    Optional<ClusterReport> report = new Survey().of(server.addresses());
                    JobLines jobs = JobLines.of(client);
                    NodeLines nodes = new NodeLines(client.nodes(), report, jobs.jobs());
                    (json ? nodes.json() : nodes.lines()).forEach(terminal.out()::println);
                    if (!json && !jobs.lines().isEmpty()) terminal.out().println();
                    (json ? jobs.json() : jobs.lines()).forEach(terminal.out()::println);
                    return ExitCode.OK;
                });
    }

    @Command(
            name = "replace",
            description = {
                "Moves all that a node holds to another, then removes the node for good.",
                "The node may be lost. The other must have joined and hold none of the same shards."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit codes: 0 done (or, without waiting, begun), 1 refused or failed, 2 unknown, 64 wrong usage."
            })
    int replace(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "OLD", description = "The node that leaves, by name.")
                    String old,
            @Option(
                            names = "--with",
                            required = true,
                            paramLabel = "NEW",
                            description = "The node that takes its place, by name.")
                    String replacement,
            @Mixin Waiting waiting) {
        return server.with(
                terminal,
                client -> {
                    NodeId leaves = client.node(old).id();
                    NodeId comes = joined(client, replacement);
                    return follow(client, client.replaceNode(leaves, comes), waiting);
                });
    }

    @Command(
            name = "remove",
            description = {
                "Moves all that a node holds to the other nodes, then removes it for good.",
                "The node may be lost."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit codes: 0 done (or, without waiting, begun), 1 refused or failed, 2 unknown, 64 wrong usage."
            })
    int remove(
            @Mixin ServerOptions server,
            @Parameters(paramLabel = "NAME", description = "The node that leaves, by name.")
                    String name,
            @Mixin Waiting waiting) {
        return server.with(
                terminal,
                client -> follow(client, client.removeNode(client.node(name).id()), waiting));
    }

    /// A node says that it is ready a moment before the map names it.
    private static NodeId joined(CapstanClient client, String name) {
        long until = System.nanoTime() + JOINING.toNanos();
        while (true) {
            try {
                return client.node(name).id();
            } catch (CapstanException e) {
                boolean mayCome = e.code().equals(Optional.of(ErrorCode.UNKNOWN_NODE));
                if (!mayCome || System.nanoTime() > until || Thread.interrupted()) throw e;
                LockSupport.parkNanos(name, PAUSE.toNanos());
            }
        }
    }

    private int follow(CapstanClient client, JobEntry begun, Waiting waiting) {
        JobWatch watch = new JobWatch(client, terminal, waiting.json);
        if (waiting.wait) return watch.untilOver(begun);
        watch.once(begun);
        return ExitCode.OK;
    }
}
