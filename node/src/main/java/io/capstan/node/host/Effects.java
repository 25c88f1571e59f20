package io.capstan.node.host;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Message;
import io.capstan.core.log.Answer;
import io.capstan.core.log.Wanted;
import io.capstan.core.request.Request;
import io.capstan.core.trace.TraceContext;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.WireWriter;
import io.capstan.storage.log.EntriesRead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Carries out what the actors of one turn have asked for, in the one safe order:
///
/// 1. all records go into the log, one write, and their sync begins;
/// 2. messages that wait for nothing are packed, those that wait for a ticket are kept for its
///    sync;
/// 3. entries handed over are applied, one batch for all shards;
/// 4. replies and queries whose position is applied are answered;
/// 5. everything packed leaves, one frame for each peer and priority.
final class Effects {
    /// What of an actor's asking concerns the node around it.
    interface Around extends ReplicaSlot.Answers, ReplicaSlot.Witness, Facts {
        /// The replica has stopped for good.
        void broken(ReplicaSlot<?> slot, Throwable why);

        void call(ActorSlot<?> caller, Request request);

        @Nullable ReplicaSlot<?> replicaOf(ActorSlot<?> slot);

        /// An actor of the node itself answers a request that was put to it.
        void reply(HostOutbox.Reply reply);
    }

    private final LogWriter log;
    private final StoreWriter store;
    private final SnapshotDesk snapshots;
    private final Outgoing outgoing;
    private final HostObserver observer;
    private final Traces traces;
    private final Around around;
    private final WireWriter scratch = new WireWriter(4096);

    Effects(
            LogWriter log,
            StoreWriter store,
            SnapshotDesk snapshots,
            Outgoing outgoing,
            HostObserver observer,
            Traces traces,
            Around around) {
        this.log = log;
        this.store = store;
        this.snapshots = snapshots;
        this.outgoing = outgoing;
        this.observer = observer;
        this.traces = traces;
        this.around = around;
    }

    /// Step 1: the records of everyone who was stepped. False where the device failed.
    boolean persist(List<ActorSlot<?>> stepped, long nowNanos) {
        for (ActorSlot<?> slot : stepped) {
            if (slot.broken() != null) continue;
            for (HostOutbox.Persist persist : slot.out.persists) {
                try {
                    log.append(slot, persist.record());
                    if (!traces.isIdle()) traces.appended(around.replicaOf(slot), persist.record());
                } catch (Invariant.Broken e) {
                    refused(slot, e);
                    break;
                }
            }
            if (!slot.out.installs.isEmpty()) log.await(slot);
        }
        return log.flush(nowNanos);
    }

    /// The log does not take what a replica wants written: its own state is wrong.
    private void refused(ActorSlot<?> slot, Invariant.Broken why) {
        ReplicaSlot<?> replica = around.replicaOf(slot);
        if (replica != null) around.broken(replica, why);
        else slot.stop(why);
    }

    /// What became sendable by a sync that is complete.
    void release() {
        for (LogWriter.Parked<?> parked : log.takeReleased()) send(parked);
    }

    private <M extends Message> void send(LogWriter.Parked<M> parked) {
        if (parked.from().broken() == null) pack(parked.from(), parked.send());
    }

    /// Step 2, facts, calls and fetches of one actor; `replica` is null for the node's own actors.
    <M extends Message> void carryOut(ActorSlot<M> slot, @Nullable ReplicaSlot<?> replica) {
        HostOutbox<M> out = slot.out;
        for (Fact fact : out.facts) publish(slot, replica, fact);
        for (HostOutbox.Send<M> send : out.sends) if (!log.park(slot, send)) pack(slot, send);
        for (Request request : out.calls) around.call(slot, request);
        if (replica == null) {
            for (HostOutbox.Reply reply : out.replies) around.reply(reply);
        } else {
            for (HostOutbox.Fetch fetch : out.fetches) if (!fetch(slot, replica, fetch)) return;
            for (HostOutbox.Install install : out.installs)
                snapshots.install(replica, install.chunk());
            if (!traces.isIdle()) traces.committed(replica);
            replica.queueSteps();
            store.wants(replica);
            for (HostOutbox.Reply reply : out.replies)
                replica.answer(reply.id(), reply.outcome(), around);
            replica.queueServes();
        }
        out.clear();
    }

    private void publish(ActorSlot<?> slot, @Nullable ReplicaSlot<?> replica, Fact fact) {
        observer.published(slot.address, fact);
        if (replica == null) around.ofNode(fact);
        else around.ofReplica(replica, fact);
    }

    private <M extends Message> void pack(ActorSlot<M> from, HostOutbox.Send<M> send) {
        Address to = send.to();
        if (to.node().equals(from.address.node())) return;
        scratch.clear();
        from.post.codec().write(send.message(), scratch);
        Bytes body = scratch.bytes();
        outgoing.add(
                to.node(),
                from.post.priority(),
                new Envelope(
                        from.post.kind(),
                        to.shard(),
                        to.replica(),
                        from.address.replica(),
                        from.epoch,
                        TraceContext.NONE,
                        0,
                        body));
    }

    /// Reads what the replica wants of its own log and state. False where that is rotten: then the
    /// replica has stopped.
    private boolean fetch(ActorSlot<?> slot, ReplicaSlot<?> replica, HostOutbox.Fetch fetch) {
        Answer answer;
        switch (fetch.what()) {
            case Wanted.Entries wanted -> {
                EntriesRead read =
                        log.log()
                                .entries(
                                        replica.shard(),
                                        replica.replica(),
                                        wanted.from(),
                                        wanted.until(),
                                        wanted.maxBytes());
                switch (read) {
                    case EntriesRead.Found found -> answer = new Answer.Entries(found.entries());
                    case EntriesRead.Missing missing ->
                            answer = new Answer.Missing(missing.reason());
                    case EntriesRead.Rotten rotten -> {
                        around.broken(replica, new RottenRecord(rotten.reason()));
                        return false;
                    }
                }
            }
            case Wanted.Chunk wanted -> answer = snapshots.chunk(replica, wanted);
            case Wanted.Digest ignored ->
                    answer =
                            new Answer.Digest(replica.store.appliedIndex(), replica.store.digest());
        }
        slot.offer(new Input.Fetched<>(fetch.ticket(), answer));
        return true;
    }
}
