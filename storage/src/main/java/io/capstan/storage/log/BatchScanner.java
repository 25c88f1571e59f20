package io.capstan.storage.log;

import io.capstan.core.port.Disk;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Groups what lies in a row of segments into batches.
final class BatchScanner {
    private final Disk disk;
    private final List<Long> files;
    private int file = -1;
    private @Nullable SegmentScanner scanner;
    private @Nullable Scanned ahead;
    private long aheadStart;
    private long lastNumber;

    /// `files`: segments by number, ascending; the walk begins at the first, or at `from`.
    BatchScanner(Disk disk, List<Long> files) {
        this.disk = disk;
        this.files = files;
    }

    /// The opening of a segment, where it can be read.
    static Optional<SegmentHeader> opening(Disk disk, long segment) {
        SegmentScanner scanner = new SegmentScanner(disk, Place.file(segment), 0, Fragment.BLOCK);
        return scanner.next() instanceof Scanned.Sound first
                        && first.kind() == RecordKind.BATCH
                        && scanner.next() instanceof Scanned.Sound second
                ? openedBy(second)
                : Optional.empty();
    }

    private static Optional<SegmentHeader> openedBy(Scanned.Sound record) {
        ScannedBatch alone = new ScannedBatch(0, 0, null, 1);
        alone.add(record);
        return alone.opening();
    }

    /// The highest claim of durability in this batch and after it.
    static long claimFrom(Disk disk, List<Long> files, ScannedBatch batch) {
        long claim = batch.header().map(BatchHeader::durable).orElse(0L);
        for (long number : files) {
            if (number < batch.segment()) continue;
            long from = number == batch.segment() ? batch.start() : 0;
            SegmentScanner rest = new SegmentScanner(disk, Place.file(number), from);
            for (Scanned met = rest.next(); met != null; met = rest.next())
                claim = Math.max(claim, header(met).map(BatchHeader::durable).orElse(0L));
        }
        return claim;
    }

    /// The next batch, or null at the end of the last segment.
    @Nullable ScannedBatch next() {
        Scanned first = peek();
        SegmentScanner here = scanner;
        if (first == null || here == null) return null;
        BatchHeader header = header(first).orElse(null);
        ScannedBatch batch =
                new ScannedBatch(
                        files.get(file),
                        aheadStart,
                        header,
                        header == null ? lastNumber + 1 : header.number());
        ahead = null;
        if (header == null) batch.add(first);
        else here.startChain(header.previousChain(), header.number());
        gather(batch, here);
        lastNumber = batch.number();
        return batch;
    }

    private void gather(ScannedBatch batch, SegmentScanner here) {
        batch.endsAt(here.position(), here.chain());
        while (!batch.isComplete()) {
            long start = here.position();
            Scanned met = here.next();
            if (met == null) return;
            if (header(met).isPresent()) {
                ahead = met;
                aheadStart = start;
                return;
            }
            batch.add(met);
            batch.endsAt(here.position(), here.chain());
        }
    }

    private @Nullable Scanned peek() {
        while (ahead == null) {
            SegmentScanner here = scanner;
            if (here != null) {
                aheadStart = here.position();
                ahead = here.next();
                if (ahead != null) break;
            }
            if (++file >= files.size()) return null;
            scanner = new SegmentScanner(disk, Place.file(files.get(file)), 0);
        }
        return ahead;
    }

    private static Optional<BatchHeader> header(Scanned met) {
        if (!(met instanceof Scanned.Sound record) || record.kind() != RecordKind.BATCH)
            return Optional.empty();
        try {
            return Optional.of(BatchHeader.read(new WireReader(record.body())));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
