package io.capstan.node.host;

import io.capstan.core.actor.Message;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Answer;
import io.capstan.core.log.LogRecord;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.log.Wanted;
import io.capstan.core.port.KvStore;
import io.capstan.storage.shard.Incarnations;
import io.capstan.storage.shard.Installed;
import io.capstan.storage.shard.RowCache;
import io.capstan.storage.shard.ShardStore;
import io.capstan.storage.shard.SnapshotOptions;
import io.capstan.storage.shard.SnapshotSink;
import io.capstan.storage.shard.SnapshotSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Snapshots on their way out and in, and the deletion of what they replaced.
///
/// The last chunk's way: its batch makes the new state count in the store; the store is flushed;
/// then the log begins anew after the snapshot ([LogRecord.Reset]), and the replica is told. A
/// crash before the record leaves a state that is further than the log: [Openings] writes the
/// record then.
///
/// Invariant: from the last chunk's batch until the replica is told, nothing is applied for it.
final class SnapshotDesk {
    /// Rows of replaced states deleted at a time, and how long the node then does other things.
    private static final int SWEPT_ROWS = 512;

    private static final long SWEEP_PAUSE_NANOS = 20_000_000L;

    /// What happens to a replica whose snapshot does not fit, or is in.
    interface Ends {
        void installed(ReplicaSlot<?> slot);

        void misfit(ReplicaSlot<?> slot, String why);
    }

    /// One replica's incoming snapshot: chunks that wait for the store, and the flip that waits for
    /// its flush.
    private static final class Incoming {
        final ReplicaSlot<?> slot;
        final SnapshotSink sink;
        final ArrayDeque<SnapshotChunk> chunks = new ArrayDeque<>();
        long flipAfterFlush;

        Incoming(ReplicaSlot<?> slot, SnapshotSink sink) {
            this.slot = slot;
            this.sink = sink;
        }
    }

    private final KvStore kv;
    private final RowCache rows;
    private final StoreWriter store;
    private final LogWriter log;
    private final SnapshotSource source;
    private final SortedMap<ShardId, Incoming> incoming = new TreeMap<>();
    private final SortedSet<ShardId> replaced = new TreeSet<>();
    private long nowNanos;
    private long sweepAtNanos = Long.MAX_VALUE;

    SnapshotDesk(KvStore kv, RowCache rows, StoreWriter store, LogWriter log, int chunkBytes) {
        this.kv = kv;
        this.rows = rows;
        this.store = store;
        this.log = log;
        SnapshotOptions defaults = SnapshotOptions.DEFAULT;
        source =
                new SnapshotSource(
                        kv, new SnapshotOptions(chunkBytes, defaults.maxOpen(), defaults.idle()));
    }

    /// The last chunk of an unfinished snapshot of this replica, without its data.
    Optional<SnapshotChunk> unfinished(ShardStore of) {
        replaced(of.shard());
        return new SnapshotSink(kv, of.shard(), of.replica()).unfinished();
    }

    /// The replica is no more.
    void forget(ReplicaSlot<?> slot) {
        incoming.remove(slot.shard());
        source.forget(slot.shard());
        replaced(slot.shard());
    }

    /// There may be rows of a replaced state to delete.
    private void replaced(ShardId shard) {
        replaced.add(shard);
        if (sweepAtNanos == Long.MAX_VALUE) sweepAtNanos = nowNanos + SWEEP_PAUSE_NANOS;
    }

    /// A chunk of our own state.
    Answer chunk(ReplicaSlot<?> slot, Wanted.Chunk wanted) {
        return source.chunk(slot.shard(), wanted.index(), wanted.number(), nowNanos);
    }

    /// Keeps a chunk to be installed. A replica asks for the next one only when this one is in, so
    /// that no more than a few can wait.
    void install(ReplicaSlot<?> slot, SnapshotChunk chunk) {
        incoming.computeIfAbsent(
                        slot.shard(),
                        shard -> new Incoming(slot, new SnapshotSink(kv, shard, slot.replica())))
                .chunks
                .add(chunk);
    }

    /// Whether a chunk waits and could be installed.
    boolean hasWork() {
        if (store.isBlocked()) return false;
        for (Incoming each : incoming.values())
            if (each.flipAfterFlush == 0 && !each.chunks.isEmpty()) return true;
        return false;
    }

    /// At the turn's beginning: flips whose flush is complete.
    void settle(Ends ends) {
        if (incoming.isEmpty()) return;
        List<Incoming> flipped = new ArrayList<>();
        for (Iterator<Incoming> it = incoming.values().iterator(); it.hasNext(); ) {
            Incoming each = it.next();
            if (each.flipAfterFlush == 0 || !store.isFlushed(each.flipAfterFlush)) continue;
            it.remove();
            flipped.add(each);
        }
        for (Incoming each : flipped) flip(each.slot, ends);
    }

    private void flip(ReplicaSlot<?> slot, Ends ends) {
        if (!slot.runs()) return;
        ShardStore installed =
                ShardStore.open(kv, slot.shard(), slot.replica(), rows).orElseThrow();
        reset(slot.slot, installed);
        source.forget(slot.shard());
        slot.replaceState(installed);
        replaced(slot.shard());
        ends.installed(slot);
    }

    private <M extends Message> void reset(ActorSlot<M> slot, ShardStore installed) {
        log.append(slot, new LogRecord.Reset(installed.appliedIndex(), installed.appliedTerm()));
    }

    /// In the middle of the effects, before the turn's batch: the next chunk of each replica goes
    /// into it, and some deletions.
    void advance(long nanos, Ends ends) {
        nowNanos = nanos;
        if (store.isBlocked()) {
            // Swept later: a time that stays in the past would keep the node turning for nothing.
            if (nanos >= sweepAtNanos) sweepAtNanos = nanos + SWEEP_PAUSE_NANOS;
            return;
        }
        if (!incoming.isEmpty()) installWaiting(ends);
        if (nanos >= sweepAtNanos) sweep(nanos);
    }

    private void installWaiting(Ends ends) {
        for (Incoming each : List.copyOf(incoming.values())) {
            if (each.flipAfterFlush != 0 || each.chunks.isEmpty()) continue;
            install(each, each.chunks.remove(), ends);
        }
    }

    private void install(Incoming each, SnapshotChunk chunk, Ends ends) {
        ShardStore present = each.slot.store;
        long here = present.isUnborn() ? SnapshotSink.NOTHING : present.appliedIndex();
        Installed result = each.sink.install(chunk, here, store.extra());
        switch (result) {
            case Installed.Progress ignored -> {}
            case Installed.Repeated ignored -> {}
            case Installed.Finished ignored -> {
                each.slot.holdSteps();
                each.flipAfterFlush = store.flushSoon();
            }
            case Installed.Refused refused -> {
                incoming.remove(each.slot.shard());
                ends.misfit(each.slot, refused.reason());
            }
        }
    }

    private void sweep(long nanos) {
        replaced.removeIf(
                shard -> !Incarnations.sweep(kv.latest(), shard, SWEPT_ROWS, store.extra()));
        source.expire(nanos);
        sweepAtNanos = replaced.isEmpty() ? Long.MAX_VALUE : nanos + SWEEP_PAUSE_NANOS;
    }

    long nextSweepNanos() {
        return sweepAtNanos;
    }
}
