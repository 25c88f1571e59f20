package io.capstan.cli;

import io.capstan.client.ClientOptions;
import io.capstan.client.net.Address;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.CapstanException;
import io.capstan.client.net.Table;
import io.capstan.core.Bytes;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.request.ErrorCode;
import io.capstan.server.local.LocalCluster;
import io.capstan.server.local.LocalPorts;
import io.capstan.server.port.PortFailure;
import io.capstan.server.telemetry.LogFormat;
import io.capstan.server.telemetry.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `capstan demo`: a cluster in this process, with a table to try.
///
/// Runs until it is ended by a signal. Without `--keep` its folder goes with it.
@Command(
        name = "demo",
        description = "Starts a cluster of three nodes in this process, with a table to try.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Node number i listens on the base port + i, and for people on 320 below (7080, ..).",
            "Exit codes: 0 ended by a signal, 1 could not start or a node failed, 64 wrong usage."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final String TABLE = "demo";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FIRST_PORT = 1024;
    private static final int LAST_PORT = 65_000;

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "How many nodes, 1 to 9 (default: ${DEFAULT-VALUE}).")
    private int nodes = 3;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keep the data here; the same folder again goes on where it ended.")
    private @Nullable Path keep;

    @Option(
            names = "--port",
            paramLabel = "BASE",
            description = "The first node's port (default: 7400); 0: any free ports.")
    private @Nullable Integer port;

    @Option(
            names = "--disk",
            hidden = true,
            description = "held: unsynced bytes stay in process memory, to show missing syncs.")
    private DiskKind disk = DiskKind.FILE;

    private boolean ended;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (nodes < 1 || nodes > LocalCluster.Plan.MAX_NODES)
            throw usage("--nodes takes 1 to " + LocalCluster.Plan.MAX_NODES + ", not " + nodes);
        if (port != null && port != 0 && (port < FIRST_PORT || port > LAST_PORT))
            throw usage("--port takes 0 or " + FIRST_PORT + " to " + LAST_PORT + ", not " + port);
        Path folder = keep != null ? keep : Files.createTempDirectory("capstan-demo-");
        OptionalInt base = port == null ? OptionalInt.empty() : OptionalInt.of(port);
        LocalCluster.Plan plan = new LocalCluster.Plan(folder, nodes, base, disk == DiskKind.HELD);
        Ending ending = new Ending();
        try {
            LogLines.installQuiet(LogFormat.AUTO, "demo");
            LocalCluster cluster = LocalCluster.start(plan);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(cluster, folder)));
            ending.by(() -> {
                end(cluster, folder);
                // The main thread may still wait for the cluster to get ready.
                Runtime.getRuntime().halt(ExitCode.OK);
            });
            Signals.whenAskedToEnd(ending::asked);
            return run(cluster, folder, ending);
        } catch (PortFailure failure) {
            return failed(String.valueOf(failure.getMessage()));
        } catch (CapstanException failure) {
            return failed("the cluster does not get ready: " + failure.getMessage());
        }
    }

    private int run(LocalCluster cluster, Path folder, Ending ending) {
        introduce(cluster, folder);
        awaitReady(cluster.entries());
        terminal.out()
                .println(
                        "ready: "
                                + cluster.entries().stream()
                                        .map(NodeEntry::address)
                                        .collect(Collectors.joining(",")));
        terminal.out().flush();
        try {
            cluster.ended().join();
            ending.await();
            return ExitCode.OK;
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return failed("a node has failed: " + cause);
        }
    }

    private void introduce(LocalCluster cluster, Path folder) {
        for (NodeEntry node : cluster.entries()) {
            int admin = LocalPorts.adminOf(Address.parse(node.address()).port());
            terminal.out()
                    .println(
                            node.name()
                                    + "  "
                                    + node.address()
                                    + "  http://127.0.0.1:"
                                    + admin
                                    + "/status  "
                                    + folder.resolve(node.name()));
        }
        String server =
                isUsual(cluster) ? "" : " --server " + cluster.entries().getFirst().address();
        terminal.out().println();
        terminal.out().println("Try:");
        terminal.out().println("  ./capstan kv put hello world" + server);
        terminal.out().println("  ./capstan kv get hello" + server);
        terminal.out().println("  ./capstan status" + server);
        if (keep == null)
            terminal.out().println("The data goes when this ends; --keep DIR keeps it.");
        terminal.out().println();
        terminal.out().flush();
    }

    private static boolean isUsual(LocalCluster cluster) {
        return cluster.entries().getFirst().address().endsWith(":" + LocalPorts.NATIVE);
    }

    /// Makes the sample table where there is none yet, and waits until every shard of it answers.
    private void awaitReady(List<NodeEntry> entries) {
        List<Address> contacts = entries.stream().map(n -> Address.parse(n.address())).toList();
        try (CapstanClient client = new CapstanClient(contacts, ClientOptions.DEFAULT, PATIENCE)) {
            Table table = sampleTable(client);
            table.scan(Bytes.EMPTY, Bytes.utf8(" "), _ -> {});
            terminal.out().println(TableCommand.card(table.entry()));
            terminal.out().println();
        }
    }

    private Table sampleTable(CapstanClient client) {
        TablePolicy usual = TablePolicy.DEFAULT;
        int replicas = Math.min(nodes, usual.replicas());
        if (replicas < usual.replicas())
            terminal.err()
                    .println("note: fewer nodes than 3, so fewer copies than usual: " + replicas);
        TablePolicy policy =
                new TablePolicy(
                        usual.replication(),
                        replicas,
                        usual.shards(),
                        usual.partitioning(),
                        usual.versionAge(),
                        usual.consistency(),
                        usual.floor());
        try {
            client.createTable(TABLE, policy);
        } catch (CapstanException e) {
            // It is there from an earlier start, or a repeated request met its own first attempt.
            boolean there = e.isUnknown() || e.code().equals(Optional.of(ErrorCode.TABLE_EXISTS));
            if (!there) throw e;
        }
        return client.table(TABLE);
    }

    /// Once, whoever asks first; who asks later waits. All nodes end together, so there is nobody
    /// whom one of them could hand over to.
    private synchronized void end(LocalCluster cluster, Path folder) {
        if (ended) return;
        ended = true;
        cluster.close();
        if (keep == null) Folders.remove(folder, "capstan demo", terminal);
    }

    private int failed(String why) {
        terminal.err().println("capstan demo: " + why);
        return ExitCode.FAILED;
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
