package io.capstan.bench.kv;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/// How long the operations took that ended well, and how many ended otherwise, by code. For any
/// number of threads.
final class Tally {
    /// A latency is told to three digits; one over an hour counts as an hour.
    private static final int DIGITS = 3;

    private static final long MOST_NANOS = TimeUnit.HOURS.toNanos(1);

    private final ConcurrentHistogram nanos = new ConcurrentHistogram(MOST_NANOS, DIGITS);
    private final ConcurrentSkipListMap<String, LongAdder> errors = new ConcurrentSkipListMap<>();

    void done(long tookNanos) {
        nanos.recordValue(Math.clamp(tookNanos, 0, MOST_NANOS));
    }

    void failed(String code, long times) {
        errors.computeIfAbsent(code, _ -> new LongAdder()).add(times);
    }

    long operations() {
        return nanos.getTotalCount();
    }

    /// At most this long took that many of a hundred, in milliseconds; 0 of none.
    double millis(double percentile) {
        return nanos.getValueAtPercentile(percentile) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    SortedMap<String, Long> errors() {
        TreeMap<String, Long> counts = new TreeMap<>();
        errors.forEach((code, times) -> counts.put(code, times.sum()));
        return Collections.unmodifiableSortedMap(counts);
    }
}
