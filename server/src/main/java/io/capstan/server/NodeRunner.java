package io.capstan.server;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Disk;
import io.capstan.node.catalog.Farewell;
import io.capstan.node.host.Host;
import io.capstan.node.host.HostObserver;
import io.capstan.node.host.NodeStatus;
import io.capstan.node.host.Ports;
import io.capstan.node.identity.Birth;
import io.capstan.node.identity.Founding;
import io.capstan.node.identity.Identity;
import io.capstan.node.identity.Pledge;
import io.capstan.server.admin.AdminHttp;
import io.capstan.server.founding.Midwife;
import io.capstan.server.port.FileDisk;
import io.capstan.server.port.HeldDisk;
import io.capstan.server.port.Loops;
import io.capstan.server.port.NettyNetwork;
import io.capstan.server.port.PortBounds;
import io.capstan.server.port.PortFailure;
import io.capstan.server.port.RocksStore;
import io.capstan.server.port.SystemClock;
import io.capstan.server.port.SystemEntropy;
import io.capstan.server.port.Transport;
import io.capstan.server.telemetry.Meters;
import io.capstan.server.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// One real node: a host with its five ports, its thread, and its admin address.
///
/// Starting takes what can be refused first (folder, addresses), comes by a cluster where it has
/// none, then recovers; a start that fails gives back all it took. The owner watches [#ended].
public final class NodeRunner implements AutoCloseable {
    /// How long handing over may take.
    static final Duration DRAIN_AT_MOST = Duration.ofSeconds(5);

    private static final long DRAIN_LOOK_NANOS = 20_000_000;

    private final NodeSettings settings;
    private final ArrayDeque<AutoCloseable> taken = new ArrayDeque<>();
    private final HostLoop loop;
    private final NettyNetwork network;
    private final Host host;
    private final AdminHttp admin;
    private final Telemetry telemetry;

    /// Starts the node; it has a cluster, has recovered and listens when this returns. Where it has
    /// to wait for other founders it waits. A [io.capstan.server.port.PortFailure] says, for
    /// people, what could not be had.
    public static NodeRunner start(NodeSettings settings, Transport transport) {
        return new NodeRunner(settings, transport);
    }

    private NodeRunner(NodeSettings settings, Transport transport) {
        this.settings = settings;
        try {
            SystemClock clock = new SystemClock(clockError());
            telemetry = taking(new Telemetry(name(), settings.collector()));
            Loops loops = taking(transport.loops(name(), settings.loops()));
            network = taking(new NettyNetwork(loops, PortBounds.DEFAULT, telemetry));
            loop = new HostLoop(loops.first(), clock, network, telemetry.bulletin());
            Midwife midwife = new Midwife();
            Door door = new Door(midwife);
            DataFolder folder = taking(new DataFolder(settings.data()));
            network.listen(settings.listen(), door);
            FileDisk files = taking(new FileDisk(folder.log(), door, telemetry::synced));
            Disk disk = settings.heldDisk() ? new HeldDisk(files) : files;
            Optional<Founding> founding = founding(disk, midwife);
            door.leadsTo(loop);
            RocksStore store = taking(new RocksStore(folder.store(), door));
            Ports ports = new Ports(network, disk, store, clock, new SystemEntropy());
            Meters meters = telemetry.meters();
            meters.follow(Meters.Followed.FRAMES_DROPPED, network, NettyNetwork::dropped);
            meters.inbox(loop, HostLoop::waitingBytes);
            meters.connections("native", network, NettyNetwork::connections);
            HostObserver observer = telemetry.observer(clock, this::know, network::disbelieved);
            host = new Host(settings.host(), founding, ports, observer);
            admin = taking(AdminHttp.serve(settings.admin(), this::status, telemetry, transport));
            meters.connections("admin", admin, AdminHttp::connections);
            loop.start(host, store::rest);
            telemetry.ready();
        } catch (Throwable failure) {
            giveBack();
            throw failure;
        }
    }

    /// Empty where the folder has an identity, which then counts.
    private Optional<Founding> founding(Disk disk, Midwife midwife) {
        Identity.misnamed(disk, name())
                .ifPresent(why -> {
                    throw new PortFailure(why);
                });
        Farewell.in(disk)
                .ifPresent(why -> {
                    throw new PortFailure(why);
                });
        if (Identity.isIn(disk)) return Optional.empty();
        return switch (settings.origin()) {
            case Origin.Known(Founding founding) -> Optional.of(founding);
            case Origin.Listed(List<String> listed) -> {
                if (listed.isEmpty())
                    throw new PortFailure(
                            "the data folder "
                                    + settings.data()
                                    + " is new, so --join must name the founders of the cluster;"
                                    + " for a cluster of this node alone: --join "
                                    + settings.host().address());
                SystemEntropy entropy = new SystemEntropy();
                Pledge wanted = Birth.pledge(entropy, name(), settings.host().address(), listed);
                yield Optional.of(midwife.attend(disk, entropy, network, wanted, settings::dial));
            }
        };
    }

    private Duration clockError() {
        return Duration.ofMillis(settings.host().replication().maxClockErrorMillis());
    }

    private String name() {
        return settings.host().name();
    }

    private <T extends AutoCloseable> T taking(T resource) {
        taken.push(resource);
        return resource;
    }

    private void know(NodeEntry node) {
        network.know(node.id(), settings.dial(node.address()));
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

    /// Prepares the end: clients are sent elsewhere, requests taken are answered, leaders hand
    /// over. Returns when that is done, or after [#DRAIN_AT_MOST]; what is not done then is taken
    /// over as after a crash.
    public void drain() {
        admin.leaving();
        telemetry.stops();
        long until = System.nanoTime() + DRAIN_AT_MOST.toNanos();
        try {
            loop.ask(
                            host,
                            draining -> {
                                draining.drain();
                                return draining;
                            })
                    .get(DRAIN_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
            while (!isDrained(until) && System.nanoTime() < until)
                LockSupport.parkNanos(this, DRAIN_LOOK_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            System.getLogger("capstan." + name())
                    .log(System.Logger.Level.WARNING, "the node ends without handing over: {0}", e);
        }
    }

    private boolean isDrained(long until)
            throws InterruptedException, ExecutionException, TimeoutException {
        long left = Math.max(1, until - System.nanoTime());
        return loop.ask(host, Host::isDrained).get(left, TimeUnit.NANOSECONDS);
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
