package io.capstan.storage.log;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.port.Disk;
import io.capstan.core.wire.WireWriter;
import java.util.SortedMap;

/// Puts records into the batch of the running turn, and writes the batch into the newest segment,
/// or into a new one where that is full.
///
/// Invariants
/// 1. Batches are numbered without gaps, tickets rise by one with each record.
/// 2. A segment begins with all that is known apart from entries, so that those before it can go.
/// 3. A segment is begun only once the one before it is known to be on the device. A crash may lose
///    the names of files in any order; so it can lose the newest segment alone, and the links from
///    it back to the durable ones hold. While the device stands still the segment outgrows its
///    size.
/// 4. Once failed, nothing is written any more.
final class BatchWriter {
    private final Disk disk;
    private final LogOptions options;
    private final Segments segments;
    private final SortedMap<ReplicaKey, ReplicaLog> replicas;
    private final Reserve reserve;
    private final Syncs syncs;
    private final BatchBuffer batch = new BatchBuffer();
    private final WireWriter scratch = new WireWriter(1024);
    private final long lost;
    private boolean begun;
    private boolean failed;
    private long segment;
    private long previousSegment;
    private long segmentEnd = Long.MAX_VALUE;
    private long firstBatch;
    private long batchNumber;
    private int chain;
    private long participants;
    private long ticket;

    BatchWriter(Disk disk, LogOptions options, Replay replayed, Reserve reserve, Syncs syncs) {
        this.disk = disk;
        this.options = options;
        this.reserve = reserve;
        this.syncs = syncs;
        segments = replayed.segments();
        replicas = replayed.replicas();
        lost = replayed.lost();
        segment = replayed.newestFile();
        batchNumber = replayed.lastBatch();
        chain = replayed.chain();
        participants = replayed.participants();
    }

    /// Puts a record of a replica into the batch; returns its place.
    long put(ReplicaLog log, RecordKind kind, Bytes body) {
        begin();
        ticket++;
        ReplicaKey key = log.key();
        long offset = batch.add(kind, key.shard(), key.replica(), log.nextCount(), body);
        return Place.of(segment, offset);
    }

    /// Puts a record of the log itself into the batch.
    void putOwn(RecordKind kind, Bytes body) {
        begin();
        ticket++;
        batch.add(kind, 0, 0, 0, body);
    }

    /// Begins the batch, and a segment where that is due, if none is begun.
    void begin() {
        Invariant.check(!failed, "the log's device failed at batch %s", batchNumber);
        if (begun) return;
        begun = true;
        boolean roll = segmentEnd >= options.segmentBytes() && syncs.durableBatch() >= firstBatch;
        if (roll) leaveSegment();
        batchNumber++;
        batch.begin(batchNumber, segmentEnd, chain);
        if (roll) openSegment();
    }

    private void leaveSegment() {
        syncs.leaveSegment();
        previousSegment = segments.isEmpty() ? 0 : segments.newest();
        segment++;
        segmentEnd = 0;
        segments.open(segment, 0);
    }

    private void openSegment() {
        firstBatch = batchNumber;
        scratch.clear();
        new SegmentHeader(segment, batchNumber, previousSegment, lost, replicas.size())
                .write(scratch);
        putOwn(RecordKind.SEGMENT, scratch.view(0));
        for (ReplicaLog log : replicas.values()) {
            scratch.clear();
            log.checkpoint().write(scratch);
            ReplicaKey key = log.key();
            batch.add(
                    RecordKind.CHECKPOINT,
                    key.shard(),
                    key.replica(),
                    log.count(),
                    scratch.view(0));
            log.baseStated();
        }
    }

    /// Writes the batch and sees to its sync.
    Flush write() {
        Bytes bytes = batch.finish(syncs.durableBatch(), chain, participants);
        Disk.Written written = disk.write(Place.file(segment), segmentEnd, bytes);
        boolean released = false;
        if (written == Disk.Written.FULL && reserve.release()) {
            released = true;
            written = disk.write(Place.file(segment), segmentEnd, bytes);
        }
        return switch (written) {
            case DONE -> {
                done(bytes.length());
                yield released || !reserve.held() ? Flush.WRITTEN_INTO_RESERVE : Flush.WRITTEN;
            }
            case FULL -> Flush.FULL;
            case FAILED -> {
                failed = true;
                yield Flush.FAILED;
            }
        };
    }

    private void done(int bytes) {
        begun = false;
        chain = batch.chain();
        participants = batch.participants();
        segmentEnd += bytes;
        segments.grown(segment, segmentEnd);
        syncs.written(segment, ticket, batchNumber);
    }

    /// Whether a batch is begun and not written.
    boolean hasBegun() {
        return begun;
    }

    int bufferedBytes() {
        return begun ? batch.size() : 0;
    }

    /// The ticket of the last record put.
    long lastTicket() {
        return ticket;
    }

    long currentSegment() {
        return segment;
    }

    void fail() {
        failed = true;
    }

    boolean hasFailed() {
        return failed;
    }
}
