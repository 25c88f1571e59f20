package io.capstan.node.host;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Liveness;
import io.capstan.core.actor.Message;
import io.capstan.core.actor.Pressure;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.KvStore;
import io.capstan.core.protocol.ReplicationProtocol;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.wire.Malformed;
import io.capstan.node.Protocols;
import io.capstan.node.catalog.Catalog;
import io.capstan.node.catalog.Reseating;
import io.capstan.storage.log.NodeLog;
import io.capstan.storage.log.ReplicaLog;
import io.capstan.storage.shard.Incarnations;
import io.capstan.storage.shard.RowCache;
import io.capstan.storage.shard.ShardStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The replicas of this node: at most one of each shard. Opened where the map, or the shard's
/// leader, says that one belongs here; closed where the map says that it no longer does.
///
/// Invariants
/// 1. A replica takes part only once its birth is durable in the store.
/// 2. A replica id that was closed or has lost something here is never opened again: the log keeps
///    the ids.
/// 3. A replica is born only once the end of the one before it is durable in the log, and that
///    one's state is gone: after a crash in between, a log without a state would look like a loss.
/// 4. Only a replica that the first descriptor of its shard names, and that never existed here, is
///    a founding one; every other begins unborn, from a snapshot.
final class Replicas implements Reseating.Seats {
    /// A replica whose birth is on its way to the disk.
    private record Birth(ShardStore store, long flushTicket) {}

    /// A replica that begins again once everything it has written is durable.
    private record Again(ReplicaId replica, long logTicket, long flushTicket) {}

    private final NodeId self;
    private final Catalog catalog;
    private final NodeLog log;
    private final LogWriter logWriter;
    private final KvStore kv;
    private final RowCache rows;
    private final StoreWriter storeWriter;
    private final Openings openings;
    private final SnapshotDesk snapshots;
    private final HostObserver observer;
    private final SortedMap<ShardId, ReplicaSlot<?>> open = new TreeMap<>();
    private final SortedMap<ShardId, Birth> births = new TreeMap<>();
    private final SortedMap<ShardId, Again> reopenings = new TreeMap<>();
    private final LostReplicas lost = new LostReplicas();
    private final Ends ends;
    private long seenChanges = -1;

    Replicas(
            NodeId self,
            Catalog catalog,
            LogWriter logWriter,
            KvStore kv,
            RowCache rows,
            StoreWriter storeWriter,
            Openings openings,
            SnapshotDesk snapshots,
            HostObserver observer) {
        this.self = self;
        this.catalog = catalog;
        this.logWriter = logWriter;
        this.log = logWriter.log();
        this.kv = kv;
        this.rows = rows;
        this.storeWriter = storeWriter;
        this.openings = openings;
        this.snapshots = snapshots;
        this.observer = observer;
        ends = new Ends(log, kv, storeWriter);
    }

    @Nullable ReplicaSlot<?> of(ShardId shard) {
        return open.get(shard);
    }

    /// A replica of the shard that has not stopped.
    @Nullable ReplicaSlot<?> running(ShardId shard) {
        ReplicaSlot<?> slot = open.get(shard);
        return slot != null && slot.runs() ? slot : null;
    }

    Collection<ReplicaSlot<?>> all() {
        return Collections.unmodifiableCollection(open.values());
    }

    /// Replicas that have lost something, and are not replaced yet.
    LostReplicas lost() {
        return lost;
    }

    @Override
    public SortedSet<ShardId> vacant() {
        return lost.shards();
    }

    /// It was closed, or has lost something, or cannot be told from one that has.
    @Override
    public boolean isDead(ShardId shard, ReplicaId replica) {
        return lost.has(shard, replica)
                || log.isSuspect(shard, replica)
                || isClosed(shard, replica);
    }

    /// Opens everything that the disk holds. What cannot be opened is reported and stays shut.
    void recover() {
        for (ReplicaLog known : List.copyOf(log.replicas())) {
            if (known.isClosed() || open.containsKey(known.shard())) continue;
            recover(known.shard(), known.replica());
        }
        for (ShardDescriptor row : catalog.shards()) {
            Optional<ReplicaId> owner = Incarnations.owner(kv.latest(), row.shard());
            if (owner.isPresent()
                    && !open.containsKey(row.shard())
                    && !isClosed(row.shard(), owner.get())) recover(row.shard(), owner.get());
        }
    }

    private void recover(ShardId shard, ReplicaId replica) {
        Optional<ShardStore> store = ShardStore.open(kv, shard, replica, rows);
        open(store, shard, replica);
    }

    /// Opens one replica; one that has lost what it had persisted is reported and stays shut.
    private Optional<ReplicaSlot<?>> open(
            Optional<ShardStore> store, ShardId shard, ReplicaId replica) {
        try {
            Invariant.check(
                    store.isPresent(), "%s/%s has a log and no state in the store", shard, replica);
            return Optional.of(start(store.orElseThrow()));
        } catch (Invariant.Broken | Malformed | RottenRecord e) {
            lost.add(shard, replica, String.valueOf(e.getMessage()));
            observer.broken(new Address(self, shard, replica), e);
            return Optional.empty();
        }
    }

    private ReplicaSlot<?> start(ShardStore store) {
        ReplicaSlot<?> slot = openings.open(protocolOf(store), store, snapshots.unfinished(store));
        open.put(store.shard(), slot);
        return slot;
    }

    private ReplicationProtocol<? extends Message> protocolOf(ShardStore store) {
        String name =
                catalog.table(store.descriptor().table())
                        .map(TableEntry::policy)
                        .map(policy -> policy.replication())
                        .orElse("raft");
        return Protocols.named(name).orElseThrow();
    }

    /// Brings the open replicas in step with the map; cheap where the map has not changed. Returns
    /// those closed.
    List<ReplicaSlot<?>> follow() {
        // The map may long have named the successor of one whose end has just become durable.
        if (ends.drop()) seenChanges = -1;
        if (catalog.changes() == seenChanges) return List.of();
        seenChanges = catalog.changes();
        List<ReplicaSlot<?>> closed = closeRemoved();
        for (ShardDescriptor row : catalog.shards()) {
            for (Member member : row.members())
                if (member.node().equals(self)) beBorn(row, member.replica());
        }
        return closed;
    }

    private List<ReplicaSlot<?>> closeRemoved() {
        List<ReplicaSlot<?>> closed = new ArrayList<>();
        for (ReplicaSlot<?> slot : open.values()) {
            if (isRemoved(slot)) closed.add(slot);
        }
        closed.forEach(this::close);
        lost.replaced(catalog).forEach(this::end);
        return closed;
    }

    /// The shard goes on without this replica, or the shard itself is no more.
    private boolean isRemoved(ReplicaSlot<?> slot) {
        return catalog.isDropped(slot.shard())
                || catalog.shard(slot.shard())
                        .filter(row -> row.epoch() >= slot.slot.epoch)
                        .filter(row -> !row.configuration().contains(slot.replica()))
                        .isPresent();
    }

    private void close(ReplicaSlot<?> slot) {
        open.remove(slot.shard());
        storeWriter.forget(slot);
        logWriter.close(slot.shard(), slot.replica());
        ends.await(slot.shard(), slot.replica());
        snapshots.forget(slot);
    }

    /// A row names a replica here: it is made, unless it is here, or was.
    private void beBorn(ShardDescriptor row, ReplicaId replica) {
        if (existed(row.shard(), replica)) {
            miss(row.shard(), replica);
            return;
        }
        makeRoom(row.shard());
        if (isHere(row.shard())) return;
        bear(replica, row.epoch() == 1 ? row : unborn(row), row.epoch());
    }

    /// The map names one that was here and never runs again. It was closed to make room for
    /// another, and its group has yet to exchange the two; or part of the log is spoiled, and
    /// nobody can say whose records it held: perhaps this one's.
    private void miss(ShardId shard, ReplicaId replica) {
        if (isClosed(shard, replica)) {
            lost.add(shard, replica, shard + "/" + replica + " was given up here");
        } else if (log.replica(shard, replica).isEmpty() && !lost.has(shard, replica)) {
            String why =
                    shard
                            + "/"
                            + replica
                            + " cannot be told from a replica whose records this node has lost";
            lost.add(shard, replica, why);
            observer.broken(new Address(self, shard, replica), new RottenRecord(why));
        }
    }

    /// The replica here has read something rotten and stopped.
    void spoiled(ReplicaSlot<?> slot, String why) {
        lost.add(slot.shard(), slot.replica(), why);
    }

    /// Another one is to take the place of a replica that has lost something: what is left of that
    /// goes.
    private void makeRoom(ShardId shard) {
        ReplicaId former = lost.of(shard);
        if (former != null) end(shard, former);
    }

    /// Ends one that has lost something, as if it had been closed in good health.
    private void end(ShardId shard, ReplicaId former) {
        ReplicaSlot<?> slot = open.get(shard);
        if (slot != null && slot.replica().equals(former)) {
            close(slot);
        } else if (!isClosed(shard, former)) {
            logWriter.close(shard, former);
            ends.await(shard, former);
        }
    }

    private void bear(ReplicaId replica, ShardDescriptor descriptor, long epoch) {
        ShardStore made = ShardStore.create(kv, replica, descriptor, epoch, rows);
        births.put(descriptor.shard(), new Birth(made, storeWriter.create(made)));
    }

    /// A message for a replica that is not here: its leader has added it, and the map will follow.
    void addressed(ShardId shard, ReplicaId replica, long epoch) {
        if (existed(shard, replica)) return;
        Optional<ShardDescriptor> row = catalog.shard(shard);
        if (row.isEmpty() || row.get().epoch() >= epoch) return;
        makeRoom(shard);
        if (isHere(shard)) return;
        bear(replica, unborn(row.get()), epoch);
    }

    private static ShardDescriptor unborn(ShardDescriptor row) {
        return new ShardDescriptor(
                row.shard(),
                row.table(),
                row.partitioning(),
                row.range(),
                0,
                List.of(),
                Configuration.ofVoters(List.of()));
    }

    /// Whether there is a replica of the shard here, or still what a former one leaves behind.
    private boolean isHere(ShardId shard) {
        return open.containsKey(shard)
                || births.containsKey(shard)
                || reopenings.containsKey(shard)
                || ends.isEnding(shard);
    }

    /// Whether this replica ever was here.
    private boolean existed(ShardId shard, ReplicaId replica) {
        return log.replica(shard, replica).isPresent() || log.isSuspect(shard, replica);
    }

    private boolean isClosed(ShardId shard, ReplicaId replica) {
        return log.replica(shard, replica).map(ReplicaLog::isClosed).orElse(false);
    }

    /// Ends the actor and begins it again from what is durable.
    void reopen(ReplicaSlot<?> slot) {
        open.remove(slot.shard());
        snapshots.forget(slot);
        reopenings.put(
                slot.shard(), new Again(slot.replica(), log.lastTicket(), storeWriter.flushSoon()));
    }

    /// Opens the replicas whose birth, or last writing, has become durable, and returns them.
    List<ReplicaSlot<?>> openBorn() {
        if (births.isEmpty() && reopenings.isEmpty()) return List.of();
        List<ReplicaSlot<?>> opened = new ArrayList<>();
        for (ShardId shard : reopenings.keySet().toArray(ShardId[]::new)) {
            Again again = reopenings.get(shard);
            if (again == null || log.durableTicket() < again.logTicket()) continue;
            if (!storeWriter.isFlushed(again.flushTicket())) continue;
            reopenings.remove(shard);
            open(ShardStore.open(kv, shard, again.replica(), rows), shard, again.replica())
                    .ifPresent(opened::add);
        }
        for (Iterator<Birth> it = births.values().iterator(); it.hasNext(); ) {
            Birth birth = it.next();
            if (!storeWriter.isFlushed(birth.flushTicket())) continue;
            it.remove();
            ShardStore born = birth.store();
            open(Optional.of(born), born.shard(), born.replica()).ifPresent(opened::add);
        }
        // The map may have changed while they were waiting.
        if (!opened.isEmpty()) seenChanges = -1;
        return opened;
    }

    void tellPeer(NodeId node, Liveness liveness) {
        for (ReplicaSlot<?> slot : open.values())
            slot.slot.offer(new Input.PeerChanged<>(node, liveness));
    }

    /// Whether a replica here leads a shard that has a voter on a node that `lives`.
    boolean leadsForOthers(Predicate<NodeId> lives) {
        for (ReplicaSlot<?> slot : open.values()) {
            boolean leads = slot.slot.actor.status().leader().equals(self);
            if (slot.runs() && leads && hasVoter(slot.store.descriptor(), lives)) return true;
        }
        return false;
    }

    private static boolean hasVoter(ShardDescriptor shard, Predicate<NodeId> lives) {
        return shard.members().stream()
                .anyMatch(member ->
                        lives.test(member.node())
                                && shard.configuration().isVoter(member.replica()));
    }

    void tellPressure(Pressure pressure) {
        for (ReplicaSlot<?> slot : open.values())
            slot.slot.offer(new Input.PressureChanged<>(pressure));
    }
}
