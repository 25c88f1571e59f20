package io.capstan.storage.log;

import java.util.Map;
import java.util.TreeMap;

/// The segments there are, and how many live entries each of them holds: one without any can be
/// deleted, the oldest first.
final class Segments {
    /// What is known of one segment.
    private static final class Segment {
        private long bytes;
        private long live;
    }

    private final TreeMap<Long, Segment> byNumber = new TreeMap<>();
    private long lastNumber;
    private Segment last = new Segment();

    void open(long number, long bytes) {
        last = byNumber.computeIfAbsent(number, _ -> new Segment());
        last.bytes = bytes;
        lastNumber = number;
    }

    void grown(long number, long bytes) {
        of(number).bytes = bytes;
    }

    void remove(long number) {
        byNumber.remove(number);
    }

    int count() {
        return byNumber.size();
    }

    boolean isEmpty() {
        return byNumber.isEmpty();
    }

    long oldest() {
        return byNumber.firstKey();
    }

    long newest() {
        return byNumber.lastKey();
    }

    long bytes() {
        long sum = 0;
        for (Segment segment : byNumber.values()) sum += segment.bytes;
        return sum;
    }

    void entryAt(long place) {
        if (place != Place.NOWHERE) of(Place.segment(place)).live++;
    }

    void entryGone(long place) {
        if (place != Place.NOWHERE) of(Place.segment(place)).live--;
    }

    /// The lowest segment that holds a live entry, or `end` where none below it does.
    long firstLive(long end) {
        for (Map.Entry<Long, Segment> each : byNumber.entrySet())
            if (each.getKey() >= end || each.getValue().live > 0)
                return Math.min(end, each.getKey());
        return end;
    }

    private Segment of(long number) {
        if (number == lastNumber) return last;
        return byNumber.computeIfAbsent(number, _ -> new Segment());
    }
}
