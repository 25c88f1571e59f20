package io.capstan.node.host;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Liveness;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.NodeId;
import io.capstan.core.random.Randomness;
import io.capstan.membership.liveness.LivenessActor;
import io.capstan.node.Protocols;
import io.capstan.node.catalog.Catalog;
import io.capstan.node.catalog.CatalogFile;
import io.capstan.node.catalog.ClusterDeeds;
import io.capstan.node.catalog.FoundingRows;
import io.capstan.node.catalog.JobRunner;
import io.capstan.node.catalog.MapReader;
import io.capstan.node.catalog.Registrar;
import io.capstan.node.catalog.Reseating;
import io.capstan.node.catalog.SystemCalls;
import io.capstan.node.identity.Founding;
import io.capstan.node.identity.Identity;
import io.capstan.storage.log.NodeLog;
import io.capstan.storage.shard.RowCache;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The parts of a host, put together: everything is read from disk and store, nothing has been
/// sent.
final class Parts {
    /// The ticket of the identity's sync; the log's tickets are positive.
    static final long IDENTITY_TICKET = -1;

    final Identity identity;
    final Catalog catalog = new Catalog();
    final HostClock clock;
    final Timers timers;
    final Ready ready = new Ready();
    final IncomingFrames incoming;
    final Outgoing outgoing;
    final Traces traces;
    final LogWriter log;
    final StoreWriter store;
    final RowCache rows;
    final SnapshotDesk snapshots;
    final OldVersions oldVersions;
    final Replicas replicas;
    final NodeActors actors;
    final Switchboard switchboard;
    final Arrivals arrivals;
    final Effects effects;
    final Pressures pressures;
    final MapUpkeep upkeep;

    Parts(HostOptions options, Optional<Founding> founding, Ports ports, HostObserver observer) {
        Identity.Start start =
                Identity.begin(ports.disk(), ports.entropy(), options.name(), founding);
        identity = start.identity();
        NodeId self = identity.id();
        Randomness random = new Randomness(ports.entropy().nextLong());
        Tickets tickets = new Tickets();
        clock = new HostClock(ports.clock(), options.replication().maxClockErrorMillis());
        timers = new Timers(Math.max(1, options.replication().heartbeatInterval().toNanos() / 4));
        incoming = new IncomingFrames(identity.cluster(), clock.hybrid());
        outgoing = new Outgoing(ports.network(), identity.cluster(), self, identity.incarnation());
        NodeLog nodeLog = NodeLog.recover(ports.disk(), options.log()).log();
        Mail mail = new Mail(outgoing);
        traces = new Traces(self, observer, mail);
        log = new LogWriter(nodeLog, tickets, traces, options.diskStallAfter().toNanos());
        store = new StoreWriter(ports.store(), nodeLog, options.flushAfterBytes());
        rows = new RowCache(options.rowCacheBytes());
        snapshots =
                new SnapshotDesk(
                        ports.store(),
                        rows,
                        store,
                        log,
                        options.replication().snapshotChunkBytes());
        oldVersions = new OldVersions(ports.store(), store, catalog);
        CatalogFile file = new CatalogFile(ports.disk());
        catalog.learnAll(FoundingRows.of(identity.founding()), 0);
        file.load(catalog);
        replicas =
                new Replicas(
                        self,
                        catalog,
                        log,
                        ports.store(),
                        rows,
                        store,
                        new Openings(
                                self,
                                nodeLog,
                                random.stream("replicas"),
                                options.replication(),
                                tickets,
                                timers,
                                ready),
                        snapshots,
                        observer);
        SystemCalls calls = new SystemCalls(self, new ClientId(ports.entropy().nextLong()));
        SystemCalls moves = new SystemCalls(self, new ClientId(ports.entropy().nextLong()));
        SystemCalls reseats = new SystemCalls(self, new ClientId(ports.entropy().nextLong()));
        LivenessActor liveness =
                new LivenessActor(self, identity.incarnation(), options.liveness());
        Predicate<NodeId> alive = node -> liveness.liveness(node) == Liveness.ALIVE;
        actors =
                new NodeActors(
                        self,
                        liveness,
                        new Registrar(
                                catalog,
                                calls,
                                identity.founding(),
                                new NodeEntry(
                                        self, options.name(), options.address(), options.admin())),
                        new MapReader(catalog, calls),
                        new ClusterDeeds(catalog, calls, Protocols.names(), alive),
                        new JobRunner(catalog, moves, self, alive),
                        new Reseating(catalog, reseats, self, replicas),
                        tickets,
                        timers,
                        ready);
        switchboard =
                new Switchboard(
                        self,
                        replicas,
                        actors,
                        mail,
                        timers,
                        store,
                        catalog,
                        random.stream("router"),
                        observer,
                        traces,
                        clock.now());
        arrivals =
                new Arrivals(
                        self,
                        replicas,
                        actors,
                        switchboard,
                        mail,
                        observer,
                        traces,
                        identity.founding(),
                        catalog);
        effects = new Effects(log, store, snapshots, outgoing, observer, traces, switchboard);
        pressures = new Pressures(log, store, replicas);
        upkeep =
                new MapUpkeep(
                        catalog,
                        file,
                        ports.disk(),
                        replicas,
                        actors,
                        switchboard,
                        pressures,
                        observer);
        replicas.recover();
        for (ReplicaSlot<?> slot : replicas.all()) switchboard.opened(slot);
        actors.start();
        Invariant.check(!self.isNone() && !self.isClient(), "node %s has no id", options.name());
        ports.disk().sync(start.toSync(), IDENTITY_TICKET);
    }

    /// The actor that a timer belongs to; null where its replica is gone.
    @Nullable ActorSlot<?> owner(Address address) {
        if (address.shard().isNone()) return actors.at(address.replica());
        ReplicaSlot<?> slot = replicas.of(address.shard());
        return slot != null && slot.replica().equals(address.replica()) ? slot.slot : null;
    }
}
