package io.capstan.server;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Disk;
import io.capstan.node.host.Host;
import io.capstan.node.host.HostObserver;
import io.capstan.node.host.NodeStatus;
import io.capstan.node.host.Ports;
import io.capstan.server.admin.AdminHttp;
import io.capstan.server.port.FileDisk;
import io.capstan.server.port.HeldDisk;
import io.capstan.server.port.NettyNetwork;
import io.capstan.server.port.RocksStore;
import io.capstan.server.port.SystemClock;
import io.capstan.server.port.SystemEntropy;
import io.capstan.server.port.Transport;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/// One real node: a host with its five ports, its thread, and its admin address.
///
/// Starting takes what can be refused first (folder, addresses), then recovers; a start that fails
/// gives back all it took. The owner watches [#ended].
public final class NodeRunner implements AutoCloseable {
    private final ArrayDeque<AutoCloseable> taken = new ArrayDeque<>();
    private final EventLoop loop;
    private final NettyNetwork network;
    private final Host host;

    /// Starts the node; it has recovered and listens when this returns. A
    /// [io.capstan.server.port.PortFailure] says, for people, what could not be had.
    public static NodeRunner start(NodeSettings settings, Transport transport) {
        return new NodeRunner(settings, transport);
    }

    private NodeRunner(NodeSettings settings, Transport transport) {
        try {
            SystemClock clock = new SystemClock(SystemClock.MAX_ERROR);
            network = taking(new NettyNetwork(transport));
            loop = new EventLoop(clock, network);
            DataFolder folder = taking(new DataFolder(settings.data()));
            network.listen(settings.listen(), loop);
            settings.founding().ifPresent(f -> f.founders().forEach(this::know));
            FileDisk files = taking(new FileDisk(folder.log(), loop));
            Disk disk = settings.heldDisk() ? new HeldDisk(files) : files;
            RocksStore store = taking(new RocksStore(folder.store(), loop));
            Ports ports = new Ports(network, disk, store, clock, new SystemEntropy());
            host = new Host(settings.host(), settings.founding(), ports, observer(settings));
            taking(AdminHttp.serve(settings.admin(), this::status));
            loop.start(settings.host().name(), host);
        } catch (Throwable failure) {
            giveBack();
            throw failure;
        }
    }

    private <T extends AutoCloseable> T taking(T resource) {
        taken.push(resource);
        return resource;
    }

    private void know(NodeEntry node) {
        network.know(node.id(), Addresses.parse(node.address()));
    }

    private static HostObserver observer(NodeSettings settings) {
        return new LogObserver(settings.host().name());
    }

    public NodeId id() {
        return host.id();
    }

    /// How the node stands, asked on its own thread; fails when its loop has ended.
    public CompletableFuture<NodeStatus> status() {
        return loop.ask(host, Host::status);
    }

    /// Completes when the node's loop has ended, with the failure where it is one.
    public CompletableFuture<Void> ended() {
        return loop.ended();
    }

    /// Ends the loop after its turn, then gives everything back in reverse order.
    @Override
    public void close() {
        loop.stop();
        loop.ended().exceptionally(_ -> null).join();
        giveBack();
    }

    private void giveBack() {
        while (!taken.isEmpty()) {
            AutoCloseable next = taken.pop();
            try {
                next.close();
            } catch (Exception e) {
                System.getLogger("capstan.node")
                        .log(System.Logger.Level.WARNING, "{0} does not close: {1}", next, e);
            }
        }
    }
}
