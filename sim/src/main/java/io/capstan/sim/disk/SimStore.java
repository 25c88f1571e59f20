package io.capstan.sim.disk;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.core.random.Randomness;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A key-value store in memory that runs without a log of its own: a batch is atomic, nothing is
/// durable before a flush, flushes also happen by themselves at points that the seed draws, and a
/// crash keeps all that was flushed and some prefix of the batches after it.
public final class SimStore implements KvStore {
    private record Undo(Bytes key, @Nullable Bytes before) {}

    /// One batch that is not durable: how to take it back.
    private record Unflushed(List<Undo> undo, long bytes) {}

    private final StoreProfile profile;
    private final Scheduler scheduler;
    private final Randomness random;
    private final StoreFelt felt = new StoreFelt();
    private final VersionedMap rows = new VersionedMap();
    private final ArrayDeque<Unflushed> unflushed = new ArrayDeque<>();
    private final View latest = new Latest();
    private @Nullable Completions completions;
    private long written;
    private long durable;
    private long unflushedBytes;
    private long generation;
    private long stalledUntil;
    private boolean full;

    public SimStore(StoreProfile profile, Scheduler scheduler, Randomness random) {
        this.profile = profile;
        this.scheduler = scheduler;
        this.random = random;
    }

    /// Where completions go from now on; those under way are forgotten.
    public void attach(Completions to) {
        completions = to;
    }

    // ---- the port ---------------------------------------------------------------------------

    @Override
    public View latest() {
        return latest;
    }

    @Override
    public Snapshot snapshot() {
        return new Frozen(rows.openView());
    }

    @Override
    public Written write(KvBatch batch) {
        if (scheduler.nanos() < stalledUntil) {
            felt.stalled();
            return Written.STALLED;
        }
        if (full || rows.bytes() + batch.bytes() > profile.capacityBytes()) {
            felt.full();
            return Written.FULL;
        }
        List<Undo> undo = new ArrayList<>(batch.changes().size());
        for (KvBatch.Change change : batch.changes()) change(change, undo);
        unflushed.add(new Unflushed(undo, batch.bytes()));
        unflushedBytes += batch.bytes();
        written++;
        if (random.below(profile.flushOneIn()) == 0) flushUnasked();
        return Written.DONE;
    }

    private void change(KvBatch.Change change, List<Undo> undo) {
        switch (change) {
            case KvBatch.Change.Put put -> set(put.key(), put.value(), undo);
            case KvBatch.Change.Delete delete -> set(delete.key(), null, undo);
            case KvBatch.Change.DeleteRange range -> {
                for (Bytes key : rows.keys(range.from(), range.until())) set(key, null, undo);
            }
        }
    }

    private void set(Bytes key, @Nullable Bytes value, List<Undo> undo) {
        undo.add(new Undo(key, rows.set(key, value)));
    }

    @Override
    public void flush(long ticket) {
        long upTo = written;
        long born = generation;
        long wait = Math.max(0, stalledUntil - scheduler.nanos());
        scheduler.after(
                wait + profile.flushNanos() / 2 + random.below(profile.flushNanos()),
                () -> {
                    if (born != generation) return;
                    durableUpTo(upTo);
                    Completions to = completions;
                    if (to != null) to.flushed(ticket);
                });
    }

    @Override
    public long unflushedBytes() {
        return unflushedBytes;
    }

    private void flushUnasked() {
        felt.flushed();
        durableUpTo(written - random.below(Math.min(written - durable, 8) + 1));
    }

    private void durableUpTo(long batches) {
        while (durable < batches) {
            unflushedBytes -= unflushed.remove().bytes();
            durable++;
        }
    }

    // ---- faults -----------------------------------------------------------------------------

    /// The node goes down: some of the batches that were not flushed are gone, the later ones
    /// first.
    public void crash() {
        generation++;
        rows.dropViews();
        long lost = unflushed.isEmpty() ? 0 : random.below(unflushed.size() + 1);
        felt.lost(lost);
        for (long i = 0; i < lost; i++) {
            List<Undo> undo = unflushed.removeLast().undo();
            for (int each = undo.size() - 1; each >= 0; each--)
                rows.set(undo.get(each).key(), undo.get(each).before());
        }
        written -= lost;
        durable = written;
        unflushed.clear();
        unflushedBytes = 0;
    }

    /// Everything is gone, as after the exchange of the disk.
    public void wipe() {
        generation++;
        rows.dropViews();
        for (Bytes key : rows.keys(Bytes.EMPTY, Bytes.EMPTY)) rows.set(key, null);
        unflushed.clear();
        unflushedBytes = 0;
        durable = written;
    }

    /// Until this moment of the world's time writes are refused and no flush completes.
    public void stall(long untilNanos) {
        stalledUntil = Math.max(stalledUntil, untilNanos);
    }

    /// From now on there is no room for anything, or there is again.
    public void full(boolean now) {
        full = now;
    }

    public StoreFelt felt() {
        return felt;
    }

    /// How many rows there are.
    public int size() {
        return rows.size();
    }

    // ---- views ------------------------------------------------------------------------------

    private final class Latest implements View {
        @Override
        public Optional<Bytes> get(Bytes key) {
            return Optional.ofNullable(rows.get(key));
        }

        @Override
        public Cursor scan(Bytes from, Bytes until) {
            return new Scan(from, until, rows.openView(), true);
        }
    }

    private final class Frozen implements Snapshot {
        private final long view;
        private final long born = generation;
        private boolean closed;

        Frozen(long view) {
            this.view = view;
        }

        @Override
        public Optional<Bytes> get(Bytes key) {
            return Optional.ofNullable(rows.getAt(key, view));
        }

        @Override
        public Cursor scan(Bytes from, Bytes until) {
            Invariant.check(!closed, "a closed snapshot is read");
            return new Scan(from, until, view, false);
        }

        @Override
        public void close() {
            if (closed) return;
            closed = true;
            if (born == generation) rows.closeView();
        }
    }

    private final class Scan implements Cursor {
        private final VersionedMap.Walk walk;
        private final boolean ownsView;
        private final long born = generation;
        private boolean closed;

        Scan(Bytes from, Bytes until, long view, boolean ownsView) {
            walk = rows.new Walk(from, until, view);
            this.ownsView = ownsView;
        }

        @Override
        public boolean next() {
            Invariant.check(!closed, "a closed cursor is moved");
            return walk.next();
        }

        @Override
        public Bytes key() {
            return walk.key();
        }

        @Override
        public Bytes value() {
            return Objects.requireNonNull(walk.value());
        }

        @Override
        public void close() {
            if (closed) return;
            closed = true;
            if (ownsView && born == generation) rows.closeView();
        }
    }
}
