package io.capstan.node.host;

import io.capstan.core.actor.Input;
import io.capstan.core.actor.Message;
import io.capstan.core.actor.Pressure.Level;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.LogRecord;
import io.capstan.storage.log.Flush;
import io.capstan.storage.log.NodeLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Brings the records of a turn into the node's log, and what waited for their durability on its
/// way after the sync.
///
/// Invariant: nothing that waits for a ticket is released before the log is durable up to it.
final class LogWriter {
    /// How often it is tried to get the log's reserve back while the disk is full.
    private static final long RETAKE_NANOS = 500_000_000L;

    /// The tickets of one turn: all up to `upTo` are durable once the log is, up to `logTicket`.
    private record Mark(
            long upTo,
            long logTicket,
            long begunNanos,
            List<ActorSlot<?>> owners,
            List<Parked<?>> parked,
            List<Traces.Syncing> traced) {}

    /// A message that waits for a ticket.
    record Parked<M extends Message>(ActorSlot<M> from, HostOutbox.Send<M> send) {}

    private final NodeLog log;
    private final Tickets tickets;
    private final Traces traces;
    private final long stallNanos;
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private final List<Parked<?>> released = new ArrayList<>();
    private List<ActorSlot<?>> owners = new ArrayList<>();
    private long durable;
    private Level level = Level.WELL;
    private long retakeAtNanos = Long.MIN_VALUE;

    LogWriter(NodeLog log, Tickets tickets, Traces traces, long stallNanos) {
        this.log = log;
        this.tickets = tickets;
        this.traces = traces;
        this.stallNanos = stallNanos;
    }

    void append(ActorSlot<?> owner, LogRecord record) {
        log.append(owner.address.shard(), owner.address.replica(), record);
        await(owner);
    }

    /// Ends a replica for ever.
    void close(ShardId shard, ReplicaId replica) {
        log.close(shard, replica);
    }

    /// The actor is told when everything it drew tickets for in this turn is durable.
    void await(ActorSlot<?> owner) {
        if (owners.isEmpty() || owners.getLast() != owner) owners.add(owner);
    }

    /// Writes what the turn has appended and begins its sync. False where the device failed.
    boolean flush(long nowNanos) {
        if (!owners.isEmpty()) {
            marks.add(
                    new Mark(
                            tickets.last(),
                            log.lastTicket(),
                            nowNanos,
                            owners,
                            new ArrayList<>(2),
                            traces.takeAppended()));
            owners = new ArrayList<>();
        }
        if (log.wantsFlush()) full(log.flush());
        release();
        return !log.hasFailed();
    }

    private void full(Flush flush) {
        boolean full = flush == Flush.FULL || flush == Flush.WRITTEN_INTO_RESERVE;
        if (full) level = Level.FULL;
        else if (level == Level.FULL && !log.isFull()) level = Level.WELL;
    }

    /// Keeps a message until its ticket is durable; false where it is already, or waits for
    /// nothing.
    <M extends Message> boolean park(ActorSlot<M> from, HostOutbox.Send<M> send) {
        if (send.ticket() <= durable) return false;
        for (Mark mark : marks) {
            if (mark.upTo >= send.ticket()) {
                mark.parked.add(new Parked<>(from, send));
                return true;
            }
        }
        return false;
    }

    void synced(long ticket) {
        log.synced(ticket);
        release();
    }

    void syncFailed(long ticket) {
        log.syncFailed(ticket);
    }

    private void release() {
        while (!marks.isEmpty() && marks.element().logTicket <= log.durableTicket()) {
            Mark done = marks.remove();
            durable = done.upTo;
            released.addAll(done.parked);
            traces.durable(done.traced);
            for (ActorSlot<?> owner : done.owners) owner.offer(new Input.Persisted<>(durable));
        }
    }

    /// The messages whose tickets have become durable, in order; empties the list.
    List<Parked<?>> takeReleased() {
        if (released.isEmpty()) return List.of();
        List<Parked<?>> taken = List.copyOf(released);
        released.clear();
        return taken;
    }

    /// How the disk is doing: stalled while a sync has been pending for too long.
    Level level(long nowNanos) {
        if (level == Level.FULL) {
            if (nowNanos >= retakeAtNanos) {
                retakeAtNanos = nowNanos + RETAKE_NANOS;
                if (!log.isFull() || log.retakeReserve()) level = Level.WELL;
            }
            return level;
        }
        boolean stalled = !marks.isEmpty() && marks.element().begunNanos + stallNanos <= nowNanos;
        level = stalled ? Level.STALLED : Level.WELL;
        return level;
    }

    /// When [#level] could change without anything happening.
    long nextStallNanos() {
        return marks.isEmpty() || level != Level.WELL
                ? Long.MAX_VALUE
                : marks.element().begunNanos + stallNanos;
    }

    NodeLog log() {
        return log;
    }
}
