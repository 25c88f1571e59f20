package io.capstan.cli.kv;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// How long things took: counts in buckets, each at most 1/32 wider than its lower end, so that a
/// quantile is told at most 3 % too high. Any number of them in 16 KiB. One thread at a time.
public final class Latencies {
    private static final int PART_BITS = 5;
    private static final int PARTS = 1 << PART_BITS;

    private final long[] counts = new long[(Long.SIZE - PART_BITS) * PARTS];
    private long total;
    private long most;

    /// `nanos`: what is below zero counts as zero.
    public void add(long nanos) {
        long taken = Math.max(0, nanos);
        counts[bucket(taken)]++;
        total++;
        most = Math.max(most, taken);
    }

    /// Below [#PARTS] each value has its own bucket; each power of two above has [#PARTS] of them.
    private static int bucket(long nanos) {
        if (nanos < PARTS) return (int) nanos;
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - PART_BITS;
        return (shift + 1) * PARTS + (int) (nanos >>> shift) - PARTS;
    }

    /// The highest value of a bucket.
    private static long highest(int bucket) {
        if (bucket < PARTS) return bucket;
        int shift = bucket / PARTS - 1;
        return ((long) (bucket % PARTS + PARTS + 1) << shift) - 1;
    }

    /// At most this long took the part `quantile` of them (0 to 1), in nanoseconds; 0 of none.
    public long quantile(double quantile) {
        long rank = (long) Math.ceil(quantile * total);
        long seen = 0;
        for (int i = 0; i < counts.length && rank > 0; i++) {
            seen += counts[i];
            if (seen >= rank) return Math.min(highest(i), most);
        }
        return most;
    }

    public String plain() {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, longest %.1f ms",
                millis(quantile(0.5)),
                millis(quantile(0.99)),
                millis(most));
    }

    /// Fields of a JSON object, each after a comma.
    public String json() {
        return String.format(
                Locale.ROOT,
                ",\"p50_millis\":%.3f,\"p99_millis\":%.3f,\"max_millis\":%.3f",
                millis(quantile(0.5)),
                millis(quantile(0.99)),
                millis(most));
    }

    private static double millis(long nanos) {
        return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
    }
}
