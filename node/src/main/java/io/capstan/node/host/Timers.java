package io.capstan.node.host;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Timer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The named timers of all actors of a node, in one order.
///
/// Invariants
/// 1. At most one timer of an actor has a name; scheduling it again moves it.
/// 2. Timers fire in the order of their deadlines; equal deadlines in the order they were set.
///
/// A timer that is pushed back again and again (an election timeout under heartbeats) costs no
/// queue work: it stays where it is in the queue and is moved when it comes up too early.
final class Timers {
    /// Heartbeat timers wait for the node's next tick, so that the heartbeats of many groups to one
    /// peer leave in one turn and share a frame.
    static final Timer HEARTBEAT = new Timer("heartbeat");

    /// A fired timer, and whose it is.
    record Due(Address owner, Timer timer) {}

    private record Key(Address owner, Timer timer) {
        /// Without the node, which is the same in all keys here.
        @Override
        public int hashCode() {
            long actor = 31 * owner.shard().value() + owner.replica().value();
            return 31 * Long.hashCode(actor) + timer.name().hashCode();
        }
    }

    /// One armed timer. `deadline` says when it is due; `queuedAt` where it stands in the queue,
    /// never later.
    private static final class Pending implements Comparable<Pending> {
        final Key key;
        final long queuedAt;
        final long order;
        long deadline;
        boolean armed = true;

        Pending(Key key, long deadline, long order) {
            this.key = key;
            this.queuedAt = deadline;
            this.deadline = deadline;
            this.order = order;
        }

        @Override
        public int compareTo(Pending other) {
            int byTime = Long.compare(queuedAt, other.queuedAt);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final long tickNanos;
    private final Map<Key, Pending> byName = new LinkedHashMap<>();
    private final PriorityQueue<Pending> queue = new PriorityQueue<>();
    private long order;

    /// `tickNanos`: the grid on which heartbeats fall.
    Timers(long tickNanos) {
        this.tickNanos = tickNanos;
    }

    void schedule(Address owner, Timer timer, long atNanos) {
        long at = timer.equals(HEARTBEAT) ? onTick(atNanos) : atNanos;
        Key key = new Key(owner, timer);
        Pending pending = byName.get(key);
        if (pending != null && pending.queuedAt <= at) {
            pending.deadline = at;
            return;
        }
        if (pending != null) pending.armed = false;
        enqueue(key, at);
    }

    void cancel(Address owner, Timer timer) {
        Pending pending = byName.remove(new Key(owner, timer));
        if (pending != null) pending.armed = false;
    }

    /// Forgets every timer of an actor that is gone.
    void cancelAll(Address owner) {
        byName.values()
                .removeIf(pending -> {
                    boolean its = pending.key.owner().equals(owner);
                    if (its) pending.armed = false;
                    return its;
                });
    }

    /// When the next timer is due; [Long#MAX_VALUE] where none is armed.
    long next() {
        Pending head = head();
        return head == null ? Long.MAX_VALUE : head.deadline;
    }

    /// Takes the next timer that is due at `now`, or null.
    @Nullable Due poll(long now) {
        Pending head = head();
        if (head == null || head.deadline > now) return null;
        queue.poll();
        byName.remove(head.key);
        return new Due(head.key.owner(), head.key.timer());
    }

    /// The queue's first timer that is armed and stands where it is due.
    private @Nullable Pending head() {
        while (true) {
            Pending head = queue.peek();
            if (head == null || (head.armed && head.deadline == head.queuedAt)) return head;
            queue.poll();
            if (head.armed) enqueue(head.key, head.deadline);
        }
    }

    private void enqueue(Key key, long at) {
        Pending pending = new Pending(key, at, order++);
        byName.put(key, pending);
        queue.add(pending);
    }

    private long onTick(long atNanos) {
        return Math.ceilDiv(atNanos, tickNanos) * tickNanos;
    }
}
