package io.capstan.server.local;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.node.host.HostOptions;
import io.capstan.node.identity.Founding;
import io.capstan.server.Addresses;
import io.capstan.server.NodeRunner;
import io.capstan.server.NodeSettings;
import io.capstan.server.Origin;
import io.capstan.server.port.Loops;
import io.capstan.server.port.PortFailure;
import io.capstan.server.port.SystemEntropy;
import io.capstan.server.port.Transport;
import io.capstan.server.telemetry.LogFormat;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/// A whole cluster in one process, on loopback: real sockets, real files, one folder with a folder
/// for each node. Started on the same folder again it goes on where it ended, however it ended.
public final class LocalCluster implements AutoCloseable {
    /// How a local cluster is made.
    ///
    /// - `nodes`: 1 to [#MAX_NODES].
    /// - `basePort`: the first node's native port; 0: free ones of the system's choice; empty:
    ///   those that the folder has already, else [LocalPorts#NATIVE].
    /// - `heldDisk`: see [io.capstan.server.port.HeldDisk].
    /// - `loops`: event loops of each node, 1 to [Loops#MAX].
    public record Plan(Path folder, int nodes, OptionalInt basePort, boolean heldDisk, int loops) {
        public static final int MAX_NODES = 9;

        public Plan(Path folder, int nodes, OptionalInt basePort, boolean heldDisk) {
            this(folder, nodes, basePort, heldDisk, Loops.DEFAULT);
        }
    }

    private final Transport transport = new Transport();
    private final Map<NodeId, NodeRunner> nodes = new LinkedHashMap<>();
    private final Founding founding;

    /// Starts all nodes; they have recovered and listen when this returns. A [PortFailure] says,
    /// for people, why not.
    public static LocalCluster start(Plan plan) {
        return new LocalCluster(plan);
    }

    private LocalCluster(Plan plan) {
        try {
            founding = clusterFile(plan).founding();
            for (NodeEntry entry : founding.founders()) nodes.put(entry.id(), start(plan, entry));
        } catch (Throwable failure) {
            close();
            throw failure;
        }
    }

    private static ClusterFile clusterFile(Plan plan) {
        Optional<ClusterFile> known = ClusterFile.read(plan.folder());
        if (known.isPresent()) {
            checkSame(plan, known.get());
            return known.get();
        }
        int base = plan.basePort().orElse(LocalPorts.NATIVE);
        List<Integer> ports =
                base == 0 ? LocalPorts.free(plan.nodes()) : LocalPorts.from(base, plan.nodes());
        // An id of zero means no cluster at all.
        ClusterFile fresh =
                new ClusterFile(new ClusterId(new SystemEntropy().nextLong() | 1), ports);
        try {
            Files.createDirectories(plan.folder());
        } catch (IOException e) {
            throw new PortFailure("the folder " + plan.folder() + " cannot be made: " + e, e);
        }
        fresh.write(plan.folder());
        return fresh;
    }

    private static void checkSame(Plan plan, ClusterFile known) {
        if (known.ports().size() != plan.nodes())
            throw new PortFailure(
                    plan.folder()
                            + " holds a cluster of "
                            + known.ports().size()
                            + " nodes; start it with --nodes "
                            + known.ports().size());
        int base = plan.basePort().orElse(0);
        if (base != 0 && known.ports().getFirst() != base)
            throw new PortFailure(
                    plan.folder()
                            + " holds a cluster on port "
                            + known.ports().getFirst()
                            + "; start it with --port "
                            + known.ports().getFirst());
    }

    private NodeRunner start(Plan plan, NodeEntry entry) {
        InetSocketAddress listen = Addresses.parse(entry.address());
        InetSocketAddress admin = Addresses.loopback(LocalPorts.adminOf(listen.getPort()));
        return NodeRunner.start(
                new NodeSettings(
                        HostOptions.named(entry.name(), entry.address())
                                .withAdmin("127.0.0.1:" + admin.getPort()),
                        new Origin.Known(founding),
                        listen,
                        admin,
                        plan.folder().resolve(entry.name()),
                        plan.heldDisk(),
                        plan.loops(),
                        LogFormat.AUTO,
                        Optional.empty(),
                        Map.of()),
                transport);
    }

    /// The nodes, in the order of their names.
    public List<NodeEntry> entries() {
        return founding.founders();
    }

    /// Stops this node, as if asked to; the others go on without it. Once more does nothing.
    public void stop(NodeEntry node) {
        NodeRunner running = nodes.remove(node.id());
        if (running != null) running.close();
    }

    /// Completes when any node's loop has ended, with its failure if it has one.
    public CompletableFuture<Void> ended() {
        return CompletableFuture.anyOf(
                        nodes.values().stream()
                                .map(NodeRunner::ended)
                                .toArray(CompletableFuture<?>[]::new))
                .thenApply(_ -> null);
    }

    @Override
    public void close() {
        nodes.values().forEach(NodeRunner::close);
        transport.close();
    }
}
