package io.capstan.storage.log;

import io.capstan.core.log.Entry;
import io.capstan.core.port.Disk;
import io.capstan.core.wire.EntryCodec;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a replica's entries, from memory while they are there, else from the segments; checks that
/// what it finds is what it looked for.
final class EntryReader {
    private static final int WINDOW = 2 * Fragment.BLOCK;

    private final Disk disk;

    EntryReader(Disk disk) {
        this.disk = disk;
    }

    /// Entries from `from` up to but without `until`, at most `maxBytes` by weight but at least
    /// one.
    EntriesRead read(ReplicaLog log, long from, long until, int maxBytes) {
        if (from <= log.previousIndex())
            return new EntriesRead.Missing(
                    "entry " + from + " is compacted; the log begins after " + log.previousIndex());
        if (from > log.lastIndex() || until <= from)
            return new EntriesRead.Missing("the log ends at " + log.lastIndex());
        long end = Math.min(until, log.lastIndex() + 1);
        List<Entry> found = new ArrayList<>();
        Cursor cursor = new Cursor();
        long bytes = 0;
        for (long index = from; index < end; index++) {
            Entry entry = log.entries().cached(index);
            if (entry == null) entry = cursor.read(log, index);
            if (entry == null)
                return found.isEmpty()
                        ? new EntriesRead.Rotten("entry " + index + " of " + log + " is spoiled")
                        : new EntriesRead.Found(found);
            bytes += entry.weight();
            if (bytes > maxBytes && !found.isEmpty()) break;
            found.add(entry);
        }
        return new EntriesRead.Found(found);
    }

    /// Walks over the segments in the order of the entries; null where a record is not the entry.
    private final class Cursor {
        private long segment;
        private @Nullable SegmentScanner scanner;

        @Nullable Entry read(ReplicaLog log, long index) {
            long place = log.entries().place(index);
            SegmentScanner here = at(place);
            return here.next() instanceof Scanned.Sound record
                            && record.shard() == log.key().shard()
                            && record.replica() == log.key().replica()
                    ? decoded(record, index, log.termAt(index))
                    : null;
        }

        private SegmentScanner at(long place) {
            SegmentScanner here = scanner;
            if (here == null || segment != Place.segment(place)) {
                segment = Place.segment(place);
                here = new SegmentScanner(disk, Place.file(segment), 0, WINDOW);
                scanner = here;
            }
            here.jump(Place.offset(place));
            return here;
        }
    }

    private static @Nullable Entry decoded(Scanned.Sound record, long index, long term) {
        if (record.kind() != RecordKind.ENTRY && record.kind() != RecordKind.MOVED) return null;
        try {
            Entry entry = EntryCodec.INSTANCE.read(new WireReader(record.body()));
            return entry.index() == index && entry.term() == term ? entry : null;
        } catch (Malformed e) {
            return null;
        }
    }
}
