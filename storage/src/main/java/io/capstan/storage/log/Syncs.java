package io.capstan.storage.log;

import io.capstan.core.port.Disk;
import java.util.ArrayDeque;
import java.util.TreeSet;

/// The syncs of the log that are under way, and how far it is durable.
///
/// Invariant: syncs may complete in any order; a batch counts as durable only when all before it
/// are.
final class Syncs {
    /// Syncs under way at once; a batch written beyond that is left to the next sync, which then
    /// serves several batches.
    static final int MAX_SYNCS = 2;

    private record Syncing(long ticket, long batch) {}

    private final Disk disk;
    private final ArrayDeque<Syncing> underWay = new ArrayDeque<>();
    private final TreeSet<Long> completed = new TreeSet<>();
    private long segment;
    private long writtenTicket;
    private long writtenBatch;
    private long durableTicket;
    private long durableBatch;
    private boolean owed;

    /// `lastBatch`: the last one that recovery found, durable by that.
    Syncs(Disk disk, long lastBatch) {
        this.disk = disk;
        writtenBatch = lastBatch;
        durableBatch = lastBatch;
    }

    /// A batch was written into this segment; its last record has this ticket.
    void written(long inSegment, long ticket, long batch) {
        segment = inSegment;
        writtenTicket = ticket;
        writtenBatch = batch;
        owed = true;
        if (underWay.size() < MAX_SYNCS) begin();
    }

    /// Nothing more is written into this segment.
    void leaveSegment() {
        if (owed) begin();
    }

    private void begin() {
        owed = false;
        underWay.add(new Syncing(writtenTicket, writtenBatch));
        disk.sync(Place.file(segment), writtenTicket);
    }

    /// The disk has completed the sync with this ticket; false where none such was under way.
    boolean completed(long ticket) {
        if (underWay.stream().noneMatch(each -> each.ticket() == ticket)) return false;
        completed.add(ticket);
        while (!underWay.isEmpty() && completed.remove(underWay.element().ticket())) {
            Syncing done = underWay.remove();
            durableTicket = done.ticket();
            durableBatch = Math.max(durableBatch, done.batch());
        }
        if (owed && underWay.size() < MAX_SYNCS) begin();
        return true;
    }

    /// Every record with a ticket up to this one is durable.
    long durableTicket() {
        return durableTicket;
    }

    /// Every batch up to this one is durable.
    long durableBatch() {
        return durableBatch;
    }
}
