package io.capstan.storage.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a record of the log says. The numbers are part of the format and never change; they follow
/// the order of the constants.
enum RecordKind {
    /// Opens a batch: [BatchHeader].
    BATCH(1),
    /// Opens a segment: [SegmentHeader]. Only in a segment's first batch, followed by the
    /// [#CHECKPOINT] of every replica.
    SEGMENT(2),
    /// All that is known of a replica apart from its entries: earlier records of it do not matter.
    CHECKPOINT(3),
    /// One entry, the next of its replica's log.
    ENTRY(4),
    /// An entry written once more, so that the segment with its first copy can go.
    MOVED(5),
    HARD_STATE(6),
    TRUNCATE(7),
    COMPACT(8),
    /// Entries up to an index are gone: the entry before the first has this index and term.
    BASE(9),
    RESET(10),
    /// The replica is gone for ever; its id is never opened here again.
    CLOSE(11),
    /// Segments below a number are about to be deleted.
    TRIM(12);

    private static final List<RecordKind> ALL = List.of(values());

    private final int number;

    RecordKind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static @Nullable RecordKind of(int number) {
        return number > 0 && number <= ALL.size() ? ALL.get(number - 1) : null;
    }
}
