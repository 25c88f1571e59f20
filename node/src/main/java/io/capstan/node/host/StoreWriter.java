package io.capstan.node.host;

import io.capstan.core.actor.Pressure.Level;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.storage.log.NodeLog;
import io.capstan.storage.shard.ShardStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Brings applied state into the store: one batch a turn for all shards, flushes when the log waits
/// for them, and tells the log what is durable.
///
/// A store that is too busy or full keeps its batch waiting; meanwhile nothing is applied, so order
/// is kept, and the batch is tried again after a pause.
final class StoreWriter {
    /// The most entries applied in one turn; the rest waits for the next.
    static final int MAX_APPLIED_A_TURN = 8_192;

    private static final long RETRY_NANOS = 10_000_000L;

    /// How far a replica's state will be durable once a flush is complete.
    private record Covered(ShardId shard, ReplicaId replica, long index) {}

    private record Flushing(long ticket, List<Covered> covered) {}

    private final KvStore store;
    private final NodeLog log;
    private final long flushAfterBytes;
    private final Set<ReplicaSlot<?>> backlog = new LinkedHashSet<>();
    private final List<ShardStore> drained = new ArrayList<>();
    private final List<ShardStore> newborn = new ArrayList<>();
    private final ArrayDeque<Flushing> flushes = new ArrayDeque<>();
    private @Nullable KvBatch waiting;
    private KvBatch extra = new KvBatch();
    private Level level = Level.WELL;
    private long retryAtNanos = Long.MAX_VALUE;
    private long lastFlush;
    private long flushedTicket;
    private long flushAfterTicket;

    StoreWriter(KvStore store, NodeLog log, long flushAfterBytes) {
        this.store = store;
        this.log = log;
        this.flushAfterBytes = flushAfterBytes;
    }

    /// The replica has entries to be applied.
    void wants(ReplicaSlot<?> slot) {
        if (slot.hasSteps()) backlog.add(slot);
    }

    void forget(ReplicaSlot<?> slot) {
        backlog.remove(slot);
    }

    /// A state made anew: it goes into the next batch, and the flush after it. Durable once
    /// [#isFlushed] of the ticket given.
    long create(ShardStore made) {
        newborn.add(made);
        flushAfterTicket = lastFlush + 1;
        return flushAfterTicket;
    }

    /// Changes of no running replica, for the next batch.
    KvBatch extra() {
        return extra;
    }

    /// A flush that covers everything written until the end of this turn, by its ticket.
    long flushSoon() {
        flushAfterTicket = lastFlush + 1;
        return flushAfterTicket;
    }

    boolean isFlushed(long ticket) {
        return ticket <= flushedTicket;
    }

    long unflushedBytes() {
        return store.unflushedBytes();
    }

    /// Whether the next turn has something to apply or write.
    boolean hasWork() {
        return waiting == null && !backlog.isEmpty();
    }

    /// A batch that the store did not take waits: nothing may be applied or installed now.
    boolean isBlocked() {
        return waiting != null;
    }

    /// Applies what waits, as far as the store lets; adds the replicas concerned to `touched`.
    void apply(long nowNanos, Effects.Around around, List<ReplicaSlot<?>> touched) {
        if (waiting != null && !retry(nowNanos)) return;
        if (!backlog.isEmpty()) applyBacklog(around, touched);
        drain(nowNanos);
    }

    private void applyBacklog(Effects.Around around, List<ReplicaSlot<?>> touched) {
        int room = MAX_APPLIED_A_TURN;
        for (ReplicaSlot<?> slot : backlog.toArray(ReplicaSlot<?>[]::new)) {
            if (room <= 0) break;
            room -= slot.applySteps(room, around, around);
            if (slot.failure() != null) {
                backlog.remove(slot);
                touched.add(slot);
                continue;
            }
            if (slot.store.hasPending()) drained.add(slot.store);
            if (!touched.contains(slot)) touched.add(slot);
            if (!slot.hasSteps()) backlog.remove(slot);
        }
    }

    private void drain(long nowNanos) {
        drained.addAll(newborn);
        newborn.clear();
        if (drained.isEmpty() && extra.isEmpty()) return;
        KvBatch batch = extra;
        extra = new KvBatch();
        for (ShardStore each : drained) each.drainTo(batch);
        waiting = batch;
        retry(nowNanos);
    }

    private boolean retry(long nowNanos) {
        KvBatch batch = waiting;
        if (batch == null) return true;
        if (retryAtNanos != Long.MAX_VALUE && nowNanos < retryAtNanos) return false;
        switch (store.write(batch)) {
            case DONE -> {
                level = Level.WELL;
                retryAtNanos = Long.MAX_VALUE;
                waiting = null;
                drained.forEach(ShardStore::written);
                drained.clear();
                return true;
            }
            case STALLED -> level = Level.STALLED;
            case FULL -> level = Level.FULL;
        }
        retryAtNanos = nowNanos + RETRY_NANOS;
        return false;
    }

    /// Begins a flush where one is due: `all` are the replicas whose state it will make durable.
    void flushIfDue(Iterable<ReplicaSlot<?>> all) {
        if (waiting != null) return;
        long unflushed = store.unflushedBytes();
        boolean asked = flushAfterTicket > lastFlush;
        boolean due = unflushed > flushAfterBytes || log.wantsStoreFlush(unflushed);
        if (!asked && !(due && flushes.isEmpty())) return;
        List<Covered> covered = new ArrayList<>();
        for (ReplicaSlot<?> slot : all)
            covered.add(new Covered(slot.shard(), slot.replica(), slot.store.writtenIndex()));
        flushes.add(new Flushing(++lastFlush, covered));
        store.flush(lastFlush);
    }

    /// The flush with this ticket, and with it every one begun before, is complete.
    void flushed(long ticket) {
        while (!flushes.isEmpty() && flushes.element().ticket <= ticket) {
            Flushing done = flushes.remove();
            flushedTicket = done.ticket;
            for (Covered each : done.covered)
                log.durableInStore(each.shard, each.replica, each.index);
        }
    }

    /// How the store is doing.
    Level level() {
        if (level != Level.WELL || backlog.isEmpty()) return level;
        for (ReplicaSlot<?> slot : backlog)
            if (slot.steps() > ReplicaSlot.MAX_STEPS) return Level.STALLED;
        return Level.WELL;
    }

    long nextRetryNanos() {
        return retryAtNanos;
    }
}
