package io.capstan.cli.kv;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// How long things took; a quantile is told at most 1 % too high. One thread at a time.
public final class Latencies {
    private static final int DIGITS = 2;

    private final Histogram histogram = new Histogram(DIGITS);
    private long most;

    /// `nanos`: what is below zero counts as zero.
    public void add(long nanos) {
        long taken = Math.max(0, nanos);
        histogram.recordValue(taken);
        most = Math.max(most, taken);
    }

    /// At most this long took the part `quantile` of them (0 to 1), in nanoseconds; 0 of none.
    public long quantile(double quantile) {
        return Math.min(histogram.getValueAtPercentile(quantile * 100), most);
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
