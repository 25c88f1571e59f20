package io.capstan.node.host;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Message;
import io.capstan.core.actor.Replica;
import io.capstan.core.actor.Timer;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Recovered;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.port.Network.Priority;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.core.protocol.ReplicationProtocol;
import io.capstan.core.protocol.Seat;
import io.capstan.core.random.Randomness;
import io.capstan.core.wire.Envelope;
import io.capstan.storage.log.NodeLog;
import io.capstan.storage.recovery.Reopening;
import io.capstan.storage.shard.ShardStore;
import java.util.Optional;

/// Rebuilds a replica from what log and store hold of it.
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

    /// Opens the replica. Throws [RottenRecord] where it has lost what it had persisted.
    <M extends Message> ReplicaSlot<M> open(
            ReplicationProtocol<M> protocol, ShardStore store, Optional<SnapshotChunk> unfinished) {
        ShardId shard = store.shard();
        ReplicaId replica = store.replica();
        Address address = new Address(self, shard, replica);
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
        slot.epoch = Math.max(store.descriptor().epoch(), store.bornEpoch());
        slot.offer(new Input.TimerFired<>(Timer.OPEN));
        return new ReplicaSlot<>(slot, store);
    }

    /// A replica of its shard's first descriptor is a founding one, as long as the log knows
    /// nothing of it.
    private Recovered recovered(ShardStore store, Optional<SnapshotChunk> unfinished) {
        boolean founding = store.descriptor().epoch() == 1 && store.appliedIndex() == 0;
        Reopening reopening = Reopening.of(log, store, unfinished, founding);
        if (reopening instanceof Reopening.Ready ready) return ready.recovered();
        throw new RottenRecord(
                store.shard()
                        + "/"
                        + store.replica()
                        + " must not go on: "
                        + ((Reopening.Lost) reopening).why());
    }
}
