package io.capstan.cli.kv;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// An open loop: row number i is due i / rate seconds after the first, whatever became of those
/// before it. Who falls behind does not get later due times, so that a pause of the cluster is seen
/// by every row that would have been sent during it.
///
/// Tene, "How NOT to Measure Latency" (2013): coordinated omission.
public final class Pace {
    /// The most rows a second that can be asked for.
    public static final int MAX_RATE = 1_000_000;

    private final int rate;
    private final long begun = System.nanoTime();
    private long rows;

    /// `rate`: rows a second, 1 to [#MAX_RATE].
    public Pace(int rate) {
        this.rate = rate;
    }

    /// Waits until the next row is due, if it is not yet. Returns when it was due, as of
    /// [System#nanoTime].
    long next() throws InterruptedException {
        long due = begun + dueAfter(rows++, rate);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) throw new InterruptedException();
        }
        return due;
    }

    /// When row number `row` (from 0) is due, in nanoseconds after the first.
    static long dueAfter(long row, int rate) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return row / rate * second + row % rate * second / rate;
    }
}
