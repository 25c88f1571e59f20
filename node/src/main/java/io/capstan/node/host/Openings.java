package io.capstan.node.host;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Message;
import io.capstan.core.actor.Replica;
import io.capstan.core.actor.Timer;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import io.capstan.core.log.Recovered;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.port.Network.Priority;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.core.protocol.ReplicationProtocol;
import io.capstan.core.protocol.Seat;
import io.capstan.core.random.Randomness;
import io.capstan.core.wire.Envelope;
import io.capstan.storage.log.EntriesRead;
import io.capstan.storage.log.NodeLog;
import io.capstan.storage.log.ReplicaLog;
import io.capstan.storage.shard.ShardStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rebuilds a replica from what log and store hold of it.
///
/// Where the store is further than the log, or holds another history at its applied index, a crash
/// came between a snapshot's last chunk and the record that begins the log anew: the record is
/// written now.
final class Openings {
    private final NodeId self;
    private final NodeLog log;
    private final Randomness random;
    private final ReplicationOptions options;
    private final Tickets tickets;
    private final Timers timers;
    private final Ready ready;

    Openings(
            NodeId self,
            NodeLog log,
            Randomness random,
            ReplicationOptions options,
            Tickets tickets,
            Timers timers,
            Ready ready) {
        this.self = self;
        this.log = log;
        this.random = random;
        this.options = options;
        this.tickets = tickets;
        this.timers = timers;
        this.ready = ready;
    }

    /// Opens the replica. Throws [Invariant.Broken] where it has lost what it had persisted.
    <M extends Message> ReplicaSlot<M> open(
            ReplicationProtocol<M> protocol, ShardStore store, Optional<SnapshotChunk> unfinished) {
        ShardId shard = store.shard();
        ReplicaId replica = store.replica();
        Address address = new Address(self, shard, replica);
        resetWhereTorn(store);
        Recovered recovered = recovered(store, unfinished);
        Seat seat =
                new Seat(
                        store.descriptor(),
                        replica,
                        self,
                        random.stream(shard + "/" + replica),
                        options);
        Replica<M> actor = protocol.open(seat, recovered);
        ActorSlot<M> slot =
                new ActorSlot<>(
                        address,
                        actor,
                        new ActorSlot.Post<>(protocol.codec(), Envelope.REPLICATION, Priority.DATA),
                        new HostOutbox<>(address, tickets, timers),
                        ready);
        slot.epoch = store.descriptor().epoch();
        slot.offer(new Input.TimerFired<>(Timer.OPEN));
        return new ReplicaSlot<>(slot, store);
    }

    private void resetWhereTorn(ShardStore store) {
        Invariant.check(
                !log.isSuspect(store.shard(), store.replica()),
                "%s/%s has lost records that it had persisted; remove it and add a new one",
                store.shard(),
                store.replica());
        long applied = store.appliedIndex();
        long previous = previousIndex(store);
        Invariant.check(
                applied >= previous,
                "%s/%s has applied %s and its log begins after %s: the store has lost state",
                store.shard(),
                store.replica(),
                applied,
                previous);
        boolean torn =
                log.replica(store.shard(), store.replica())
                        .map(known -> known.termAt(applied) != store.appliedTerm())
                        .orElse(applied > 0);
        if (torn)
            log.append(
                    store.shard(),
                    store.replica(),
                    new LogRecord.Reset(applied, store.appliedTerm()));
    }

    private long previousIndex(ShardStore store) {
        return log.replica(store.shard(), store.replica())
                .map(ReplicaLog::previousIndex)
                .orElse(0L);
    }

    private Recovered recovered(ShardStore store, Optional<SnapshotChunk> unfinished) {
        Optional<ReplicaLog> known = log.replica(store.shard(), store.replica());
        Optional<Bytes> hardState = known.flatMap(ReplicaLog::hardState);
        boolean neverRan = hardState.isEmpty() && known.map(ReplicaLog::lastIndex).orElse(0L) == 0;
        return new Recovered(
                store.replica(),
                hardState,
                known.map(ReplicaLog::previousIndex).orElse(0L),
                known.map(ReplicaLog::previousTerm).orElse(0L),
                known.map(ReplicaLog::terms).orElse(List.of()),
                known.map(ReplicaLog::lastIndex).orElse(0L),
                store.appliedIndex(),
                store.appliedTerm(),
                store.descriptor(),
                known.map(l -> configurations(l, store.appliedIndex())).orElse(List.of()),
                unfinished,
                neverRan && store.descriptor().epoch() == 1 && store.appliedIndex() == 0);
    }

    /// The configuration entries that are in the log and not yet applied.
    private List<Entry> configurations(ReplicaLog known, long applied) {
        List<Entry> entries = new ArrayList<>();
        for (long index : known.configurationsAfter(applied)) {
            EntriesRead read = log.entries(known.shard(), known.replica(), index, index + 1, 1);
            Invariant.check(
                    read instanceof EntriesRead.Found, "%s: entry %s is lost", known, index);
            entries.addAll(((EntriesRead.Found) read).entries());
        }
        return entries;
    }
}
