package io.capstan.node.host;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Liveness;
import io.capstan.core.actor.Message;
import io.capstan.core.id.NodeId;
import io.capstan.core.time.Now;
import io.capstan.node.catalog.Farewell;
import io.capstan.node.identity.Founding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A whole node without any I/O of its own.
///
/// The owner (an event loop, or the simulator) hands inputs in with [#received], [#synced],
/// [#syncFailed] and [#flushed], which only buffer, and calls [#turn] whenever [#hasWork] or the
/// time of [#nextTimerNanos] has come. One thread at a time.
///
/// A turn takes everything that waits, reads the clocks after that, steps the actors, and then
/// carries out once what they asked for ([Effects] has the order). A node takes no part before its
/// identity is durable; until then inputs wait.
public final class Host {
    /// How often requests that wait at replicas are looked through for those whose time is over.
    private static final long SWEEP_NANOS = 1_000_000_000L;

    private final HostOptions options;
    private final HostObserver observer;
    private final Parts parts;
    private final List<Long> syncs = new ArrayList<>();
    private final List<Long> flushes = new ArrayList<>();
    private final List<ReplicaSlot<?>> touched = new ArrayList<>();
    private long failedSync;
    private long sweepAtNanos = Long.MAX_VALUE;
    private boolean begun;
    private long turns;
    private String stopped = "";
    private boolean removed;

    /// Recovers everything from disk and store before it returns. Throws
    /// [io.capstan.core.Invariant.Broken] where the data folder cannot be used: it has lost its
    /// identity, or is new and no founding is given.
    public Host(
            HostOptions options, Optional<Founding> founding, Ports ports, HostObserver observer) {
        this.options = options;
        this.observer = observer;
        parts = new Parts(options, founding, ports, observer);
    }

    /// A frame has come in. Dropped where too much waits already, data before liveness.
    public void received(NodeId from, Bytes frame) {
        if (!parts.incoming.offer(from, frame))
            observer.frameRefused(from, "too many frames wait here");
    }

    /// The sync begun with this ticket is complete.
    public void synced(long ticket) {
        if (ticket == Parts.IDENTITY_TICKET) begun = true;
        else if (ticket == MapUpkeep.TICKET) parts.upkeep.saved();
        else syncs.add(ticket);
    }

    /// The sync begun with this ticket failed: what the device holds is unknown, so the node's data
    /// path stops.
    public void syncFailed(long ticket) {
        if (ticket == MapUpkeep.TICKET) parts.upkeep.saved();
        else failedSync = ticket;
    }

    /// The store's flush begun with this ticket is complete.
    public void flushed(long ticket) {
        flushes.add(ticket);
    }

    /// Whether a turn would do something now (due timers aside).
    public boolean hasWork() {
        if (removed) return !parts.incoming.isEmpty() || parts.upkeep.isUnsaved();
        if (!stopped.isEmpty()) return false;
        if (failedSync != 0) return true;
        return begun
                && (!parts.incoming.isEmpty()
                        || !parts.ready.isEmpty()
                        || !syncs.isEmpty()
                        || !flushes.isEmpty()
                        || parts.store.hasWork()
                        || parts.snapshots.hasWork());
    }

    /// Takes every waiting input and due timer, reads the clock after that, steps the actors, then
    /// carries their effects out once.
    public void turn() {
        if (removed) {
            turnAway();
            return;
        }
        if (failedSync != 0) stop("sync " + failedSync + " failed; what the disk holds is unknown");
        if (!begun || !stopped.isEmpty()) return;
        turns++;
        Now now = take();
        if (parts.catalog.isGone(id())) {
            leave();
            return;
        }
        long nanos = now.monotonicNanos();
        parts.upkeep.follow(nanos);
        List<ActorSlot<?>> stepped = step(now);
        parts.upkeep.listen();
        if (!parts.effects.persist(stepped, nanos)) {
            stop("the device of the log failed");
            return;
        }
        carryOut(stepped, now);
        parts.outgoing.flush(now.hybrid(), parts.incoming.lamport());
    }

    /// What is waiting now; what comes while it is being dealt with waits for the next turn.
    private static List<Long> taken(List<Long> waiting) {
        List<Long> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /// Takes the inputs in; the time is read after that.
    private Now take() {
        List<Long> flushed = taken(flushes);
        for (long ticket : flushed) parts.store.flushed(ticket);
        parts.snapshots.settle(parts.switchboard);
        List<Long> synced = taken(syncs);
        for (long ticket : synced) parts.log.synced(ticket);
        parts.incoming.take();
        parts.clock.read();
        parts.incoming.drain(parts.clock.wallMillis(), parts.arrivals);
        Now now = parts.clock.now();
        parts.switchboard.at(now);
        parts.arrivals.deliver();
        parts.switchboard.router().elapsed(now);
        fire(now.monotonicNanos());
        parts.pressures.look(now.monotonicNanos());
        sweep(now.monotonicNanos());
        return now;
    }

    private void fire(long nanos) {
        for (Timers.Due due = parts.timers.poll(nanos);
                due != null;
                due = parts.timers.poll(nanos)) {
            ActorSlot<?> owner = parts.owner(due.owner());
            if (owner != null) fire(owner, due);
        }
    }

    private static <M extends Message> void fire(ActorSlot<M> owner, Timers.Due due) {
        owner.offer(new Input.TimerFired<>(due.timer()));
    }

    private List<ActorSlot<?>> step(Now now) {
        List<ActorSlot<?>> ready = parts.ready.take();
        for (ActorSlot<?> slot : ready) {
            if (slot.broken() == null && !slot.step(now, observer)) broke(slot);
        }
        return ready;
    }

    private void broke(ActorSlot<?> slot) {
        ReplicaSlot<?> replica = parts.switchboard.replicaOf(slot);
        Throwable why = slot.broken();
        if (why == null) return;
        if (replica != null) parts.switchboard.broken(replica, why);
        else observer.broken(slot.address, why);
    }

    private void carryOut(List<ActorSlot<?>> stepped, Now now) {
        long nanos = now.monotonicNanos();
        touched.clear();
        parts.effects.release();
        for (ActorSlot<?> slot : stepped) {
            if (slot.broken() != null) continue;
            ReplicaSlot<?> replica = parts.switchboard.replicaOf(slot);
            if (replica == null && !slot.address.shard().isNone()) continue;
            parts.effects.carryOut(slot, replica);
            if (replica != null) touched.add(replica);
        }
        parts.snapshots.advance(nanos, parts.switchboard);
        parts.oldVersions.advance(nanos, now.hybrid());
        parts.store.apply(nanos, parts.switchboard, touched);
        for (ReplicaSlot<?> replica : touched) {
            replica.serveDue(parts.switchboard);
            if (replica.takeChanged()) parts.oldVersions.changed(replica, nanos);
            Throwable failure = replica.failure();
            if (failure != null && replica.runs()) parts.switchboard.broken(replica, failure);
        }
        parts.store.flushIfDue(parts.replicas.all());
        if (sweepAtNanos == Long.MAX_VALUE && !touched.isEmpty())
            sweepAtNanos = nanos + SWEEP_NANOS;
    }

    private void sweep(long nanos) {
        if (nanos < sweepAtNanos) return;
        sweepAtNanos = parts.switchboard.sweepWaiting() ? nanos + SWEEP_NANOS : Long.MAX_VALUE;
    }

    private void stop(String why) {
        stopped = why;
        parts.log.syncFailed(failedSync);
        observer.broken(Address.ofNode(id()), new RottenRecord(why));
    }

    /// This node was removed from the cluster: from now on it only says so.
    private void leave() {
        removed = true;
        stopped = Farewell.text(parts.catalog.nameOf(id()));
        observer.broken(Address.ofNode(id()), new Removed(stopped));
        turnAway();
    }

    private void turnAway() {
        parts.incoming.take();
        parts.clock.read();
        parts.incoming.drain(parts.clock.wallMillis(), parts.arrivals);
        Now now = parts.clock.now();
        parts.arrivals.turnAway();
        parts.upkeep.saveAtOnce(now.monotonicNanos());
        parts.outgoing.flush(now.hybrid(), parts.incoming.lamport());
    }

    /// When the next timer is due, on the clock's monotonic scale; [Long#MAX_VALUE] where none is.
    public long nextTimerNanos() {
        if (removed) return parts.upkeep.nextSaveNanos();
        if (!begun || !stopped.isEmpty()) return Long.MAX_VALUE;
        long next = Math.min(parts.timers.next(), parts.switchboard.router().nextAttentionNanos());
        next = Math.min(next, parts.log.nextStallNanos());
        next = Math.min(next, parts.store.nextRetryNanos());
        next = Math.min(next, parts.upkeep.nextSaveNanos());
        next = Math.min(next, parts.snapshots.nextSweepNanos());
        next = Math.min(next, parts.oldVersions.nextNanos());
        next = Math.min(next, parts.pressures.nextLookNanos());
        return Math.min(next, sweepAtNanos);
    }

    /// The node is to stop soon: from now on it refuses clients' requests, with a word that sends
    /// them elsewhere, and its leaders hand over. What has been taken goes on.
    public void drain() {
        parts.switchboard.stop();
        parts.pressures.leave();
    }

    /// Whether a node that drains has nothing left to wait for: it was removed, or every request
    /// taken is answered and nothing is led here that another living node could lead.
    public boolean isDrained() {
        return removed
                || (parts.switchboard.router().pending() == 0
                        && !parts.replicas.leadsForOthers(this::lives));
    }

    private boolean lives(NodeId node) {
        return !node.equals(id()) && parts.actors.liveness.liveness(node) == Liveness.ALIVE;
    }

    public NodeId id() {
        return parts.identity.id();
    }

    /// How the node stands; to be asked between turns.
    public NodeStatus status() {
        return Statuses.of(options, parts, stopped);
    }

    /// What the host counts and measures; to be asked between turns.
    public HostFigures figures() {
        return HostFigures.of(parts, turns);
    }
}
