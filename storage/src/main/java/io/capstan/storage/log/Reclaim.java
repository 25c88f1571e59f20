package io.capstan.storage.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Frees segments from the oldest on: what is needed of it is written forward, a trim record says
/// so, and when that is durable the file goes.
///
/// Entries that only wait for a flush of the store are not moved, because a flush frees them for
/// less; past twice the bound they are.
final class Reclaim {
    private final NodeLog log;
    private final Segments segments;
    private final LogOptions options;
    private long trimTicket;
    private long trimTo;

    /// How far the walk over the entries of segment `walked` has come.
    private long walked;

    private @Nullable ReplicaKey walkedKey;
    private long walkedIndex;
    private boolean exhausted;
    private int exhaustedCount;

    Reclaim(NodeLog log, Segments segments, LogOptions options) {
        this.log = log;
        this.segments = segments;
        this.options = options;
    }

    /// Something may have become free or movable.
    void wake() {
        exhausted = false;
        walkedKey = null;
    }

    boolean isDue() {
        if (trimTicket != 0 || segments.count() < 2) return false;
        return firstNeeded() > segments.oldest() || wantsMove();
    }

    private boolean wantsMove() {
        boolean stuck = exhausted && exhaustedCount == segments.count();
        return segments.count() > options.maxSegments() && !stuck;
    }

    private long firstNeeded() {
        return segments.firstLive(log.currentSegment());
    }

    /// Does a bounded part of the work; the records go into the batch about to be written.
    void step(boolean mayMove) {
        if (trimTicket != 0 || segments.count() < 2) return;
        if (mayMove && wantsMove()) move();
        long needed = firstNeeded();
        if (needed <= segments.oldest()) return;
        trimTo = needed;
        trimTicket = log.writeTrim(needed);
    }

    void durable(long ticket) {
        if (trimTicket == 0 || ticket < trimTicket) return;
        log.deleteBelow(trimTo);
        trimTicket = 0;
        wake();
    }

    private void move() {
        long oldest = segments.oldest();
        if (walked != oldest || walkedKey == null) {
            walked = oldest;
            walkedKey = new ReplicaKey(0, 0);
            walkedIndex = 0;
        }
        int budget = options.moveBytes();
        for (Map.Entry<ReplicaKey, ReplicaLog> each : log.logs().tailMap(walkedKey).entrySet()) {
            if (!each.getKey().equals(walkedKey)) walkedIndex = 0;
            walkedKey = each.getKey();
            budget = move(each.getValue(), budget);
            if (budget <= 0) return;
        }
        walkedKey = null;
        exhausted = true;
        exhaustedCount = segments.count();
    }

    /// Returns what is left of the budget.
    private int move(ReplicaLog replica, int budget) {
        boolean patient = segments.count() <= 2 * options.maxSegments();
        if (replica.rotten().isPresent()) replica.abandon();
        if (patient && replica.waitsForStore()) return budget;
        EntryIndex entries = replica.entries();
        int left = budget;
        for (long i = Math.max(walkedIndex, entries.first()); i < entries.end(); i++) {
            walkedIndex = i + 1;
            if (Place.segment(entries.place(i)) != walked) continue;
            int before = log.bufferedBytes();
            if (!log.moveForward(replica, i)) return left;
            left -= Math.max(1, log.bufferedBytes() - before);
            if (left <= 0) return left;
        }
        return left;
    }
}
