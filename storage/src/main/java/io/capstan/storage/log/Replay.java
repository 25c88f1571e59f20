package io.capstan.storage.log;

import io.capstan.core.port.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads a log back: batch by batch in the order of the segments, until its end or a torn tail.
///
/// A batch that is not whole is rot if any later batch claims that it was durable, else the torn
/// tail: it and all that follows are cut. Of a rotten batch the sound records count; whose records
/// are lost is found out by three means, each of which may be spoiled itself:
/// 1. the header of a spoiled record says whose it is;
/// 2. a replica's records are numbered: a gap shows with the next one, or with a checkpoint;
/// 3. a batch says, in a mask, who takes part in it and in the one before. Whoever has a bit there
///    and no later record without a gap may have lost its last one, and counts as rotten.
///
/// The checkpoints at the beginning of a segment heal: after them only missing entries matter.
final class Replay {
    private record Hole(long batch, long mask) {}

    private final Disk disk;
    private final Segments segments = new Segments();
    private final TreeMap<ReplicaKey, ReplicaLog> replicas = new TreeMap<>();
    private final List<Hole> holes = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final RecordReplay records = new RecordReplay(replicas, segments);
    private final List<Long> files = new ArrayList<>();
    private long lastBatch;
    private int chain;
    private long participants = -1;
    private long lost;
    private long claimed = -1;
    private long batches;
    private long cutBytes;
    private int damaged;
    private long newestFile;
    private final TreeMap<Long, Long> limits = new TreeMap<>();
    private boolean begun;
    private boolean chainKnown;
    private boolean refinable;
    private long endSegment;
    private long endOffset;

    private Replay(Disk disk) {
        this.disk = disk;
    }

    static Replay of(Disk disk) {
        Replay replay = new Replay(disk);
        replay.run();
        return replay;
    }

    Segments segments() {
        return segments;
    }

    SortedMap<ReplicaKey, ReplicaLog> replicas() {
        return replicas;
    }

    long lastBatch() {
        return lastBatch;
    }

    int chain() {
        return chain;
    }

    long participants() {
        return participants;
    }

    /// See [SegmentHeader#lost].
    long lost() {
        return lost;
    }

    /// The highest number that any segment's file had, whether it is still there or not.
    long newestFile() {
        return newestFile;
    }

    RecoveryReport report() {
        return new RecoveryReport(
                segments.count(), batches, records.count(), cutBytes, damaged, complaints);
    }

    private void run() {
        findFiles();
        for (long number : files) segments.open(number, Math.max(0, disk.size(Place.file(number))));
        BatchScanner scanner = new BatchScanner(disk, files);
        ScannedBatch batch = scanner.next();
        while (batch != null && take(batch)) batch = scanner.next();
        settle();
    }

    // ---- files ------------------------------------------------------------------------------

    /// The segments of the log: from the newest back along the links. What is not linked is
    /// deleted.
    private void findFiles() {
        TreeSet<Long> found = new TreeSet<>();
        for (String file : disk.files()) {
            long number = Place.segment(file);
            if (number > 0) found.add(number);
        }
        if (found.isEmpty()) return;
        newestFile = found.last();
        @Nullable Long number = found.last();
        while (number != null && found.contains(number)) {
            files.addFirst(number);
            @Nullable Long below = found.lower(number);
            number =
                    BatchScanner.opening(disk, number)
                            .map(SegmentHeader::previous)
                            .orElse(below == null ? 0 : below);
        }
        found.removeAll(files);
        for (long unlinked : found) disk.delete(Place.file(unlinked));
        long limit = Long.MAX_VALUE;
        for (long each : files.reversed()) {
            limits.put(each, limit);
            long first =
                    BatchScanner.opening(disk, each).map(SegmentHeader::firstBatch).orElse(limit);
            limit = Math.min(limit, first);
        }
    }

    // ---- batches ----------------------------------------------------------------------------

    /// Returns whether the log goes on after this batch.
    private boolean take(ScannedBatch batch) {
        if (batch.number() >= limits.getOrDefault(batch.segment(), Long.MAX_VALUE)) return true;
        if (!begun) begin(batch);
        if (batch.number() <= lastBatch) return true;
        boolean next = batch.number() == lastBatch + 1;
        boolean linked = !next || !chainKnown || previousChain(batch) == chain;
        if (next && linked && batch.isWhole()) {
            accept(batch);
            return true;
        }
        if (claimed < 0) claimed = BatchScanner.claimFrom(disk, files, batch);
        if ((linked ? lastBatch + 1 : lastBatch) > claimed) {
            cut(batch);
            return false;
        }
        if (!next) hole(batch.number() - 1, batch.number() - 1 == lastBatch + 1, batch);
        if (!linked) hole(lastBatch, true, batch);
        if (batch.isWhole()) accept(batch);
        else if (batch.number() > claimed) {
            cut(batch);
            return false;
        } else damaged(batch);
        return true;
    }

    private void begin(ScannedBatch batch) {
        begun = true;
        lastBatch = batch.number() - 1;
        chainKnown = false;
        boolean opens = batch.opening().isPresent();
        if (!opens && batch.number() > 1) holes.add(new Hole(lastBatch, -1));
    }

    private int previousChain(ScannedBatch batch) {
        return batch.header().map(BatchHeader::previousChain).orElse(chain);
    }

    private void accept(ScannedBatch batch) {
        refine(batch);
        replay(batch);
        if (batch.opening().isPresent()) healed(batch.opening().get());
        batches++;
        passed(batch);
    }

    /// A whole opening knows every replica that was there: nobody else lost anything before it.
    private void healed(SegmentHeader opening) {
        holes.clear();
        lost |= opening.lost();
    }

    private void damaged(ScannedBatch batch) {
        complaints.add("batch " + batch.number() + " is damaged, and was durable");
        damaged++;
        refine(batch);
        replay(batch);
        for (Scanned.Spoiled record : batch.spoiled())
            records.spoiled(record.shard(), record.replica(), batch.number());
        if (!batch.accountsForAll())
            holes.add(
                    new Hole(
                            batch.number(),
                            batch.header().map(BatchHeader::participants).orElse(-1L)));
        passed(batch);
    }

    /// Batches up to `upTo` are missing altogether; if it is one alone, this one says who was in
    /// it.
    private void hole(long upTo, boolean one, ScannedBatch next) {
        complaints.add("batches up to " + upTo + " are missing, and were durable");
        damaged++;
        long mask = next.header().map(BatchHeader::previousParticipants).orElse(-1L);
        holes.add(new Hole(upTo, one ? mask : -1));
    }

    /// A batch whose header was lost is described by the next one's.
    private void refine(ScannedBatch batch) {
        if (holes.isEmpty() || batch.header().isEmpty()) return;
        Hole last = holes.getLast();
        if (last.batch() == batch.number() - 1 && last.batch() == lastBatch && refinable)
            holes.set(
                    holes.size() - 1,
                    new Hole(
                            last.batch(),
                            last.mask() & batch.header().get().previousParticipants()));
    }

    private void replay(ScannedBatch batch) {
        for (Scanned.Sound record : batch.sound())
            records.replay(record, batch.segment(), batch.number());
    }

    private void passed(ScannedBatch batch) {
        lastBatch = batch.number();
        chainKnown = batch.header().isPresent();
        refinable = batch.header().isEmpty();
        chain = batch.header().map(BatchHeader::chain).orElse(0);
        participants = batch.header().map(BatchHeader::participants).orElse(-1L);
        endSegment = batch.segment();
        endOffset = batch.end();
    }

    /// Everything after the last batch that counts was written, but never durable.
    private void cut(ScannedBatch batch) {
        complaints.add("batch " + batch.number() + " is torn, and was never durable");
        for (long number : List.copyOf(files)) {
            if (number < endSegment) continue;
            long size = Math.max(0, disk.size(Place.file(number)));
            if (number == endSegment) {
                cutBytes += size - endOffset;
                disk.truncate(Place.file(number), endOffset);
                segments.grown(number, endOffset);
            } else {
                cutBytes += size;
                disk.delete(Place.file(number));
                segments.remove(number);
                files.remove(number);
            }
        }
    }

    private void settle() {
        for (ReplicaLog log : replicas.values()) {
            if (log.isClosed()) continue;
            long missing = log.firstMissing();
            if (missing >= 0) log.rot("entry " + missing + " is lost");
            long bit = BatchHeader.bit(log.key().shard(), log.key().replica());
            for (Hole hole : holes)
                if ((hole.mask() & bit) != 0 && log.provenBatch() <= hole.batch())
                    log.rot("its last records may have been in the damaged batch " + hole.batch());
        }
        for (Hole hole : holes) lost |= hole.mask();
    }
}
