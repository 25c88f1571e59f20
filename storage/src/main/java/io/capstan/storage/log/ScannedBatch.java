package io.capstan.storage.log;

import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a reader found between one batch's header and the next.
///
/// `number` is the header's word; without a header what the records say, or else the number that is
/// due.
final class ScannedBatch {
    private final long segment;
    private final long start;
    private final @Nullable BatchHeader header;
    private final List<Scanned.Sound> sound = new ArrayList<>();
    private final List<Scanned.Spoiled> spoiled = new ArrayList<>();
    private long number;
    private boolean unreadable;
    private int chain;
    private long end;

    ScannedBatch(long segment, long start, @Nullable BatchHeader header, long number) {
        this.segment = segment;
        this.start = start;
        this.header = header;
        this.number = number;
    }

    /// Takes what was met next.
    void add(Scanned met) {
        switch (met) {
            case Scanned.Sound record -> {
                sound.add(record);
                infer(record.batch());
            }
            case Scanned.Spoiled record -> {
                spoiled.add(record);
                infer(record.batch());
            }
            case Scanned.Unreadable stretch -> unreadable |= stretch.offset() >= 0;
        }
    }

    private void infer(int low) {
        if (header == null && sound.size() + spoiled.size() == 1) number += low - (int) number;
    }

    void endsAt(long offset, int chainThere) {
        end = offset;
        chain = chainThere;
    }

    /// All records that the header promises have been met.
    boolean isComplete() {
        return header != null && sound.size() == header.records();
    }

    boolean isWhole() {
        return isComplete()
                && spoiled.isEmpty()
                && !unreadable
                && header != null
                && header.chain() == chain;
    }

    /// Every missing record is known by its owner.
    boolean accountsForAll() {
        return header != null && !unreadable && sound.size() + spoiled.size() >= header.records();
    }

    long segment() {
        return segment;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    long number() {
        return number;
    }

    Optional<BatchHeader> header() {
        return Optional.ofNullable(header);
    }

    List<Scanned.Sound> sound() {
        return sound;
    }

    List<Scanned.Spoiled> spoiled() {
        return spoiled;
    }

    /// The segment's header, where this batch opens one.
    Optional<SegmentHeader> opening() {
        if (sound.isEmpty() || sound.getFirst().kind() != RecordKind.SEGMENT)
            return Optional.empty();
        try {
            return Optional.of(SegmentHeader.read(new WireReader(sound.getFirst().body())));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
