package io.capstan.sim.clock;

import io.capstan.core.port.Clock;
import io.capstan.core.time.TimeInterval;

/// One node's clocks: a monotonic one that drifts, and a wall clock that is off by some offset and
/// may jump.
///
/// Invariants
/// 1. The monotonic clock never jumps and never runs backward, whatever its rate becomes.
/// 2. While `|offset|` stays within the error bound, the true time lies in [#wall].
///
/// The rate is given in parts per million away from true time. The claim of a cluster is that any
/// two of its clocks differ by at most `clock.max_drift`; who keeps it gives each half of that.
public final class SimClock implements Clock {
    /// The wall clock at virtual time zero: an arbitrary moment of 2026.
    public static final long WALL_AT_ZERO_MILLIS = 1_790_000_000_000L;

    private static final long MILLION = 1_000_000;

    private final TrueTime time;
    private final long errorMillis;
    private long trueBase;
    private long monotonicBase;
    private long ratePpm;
    private long offsetMillis;

    /// `zero`: what the monotonic clock shows now; it means nothing, so that nobody relies on it.
    public SimClock(TrueTime time, long zero, long errorMillis) {
        this.time = time;
        this.errorMillis = errorMillis;
        this.trueBase = time.nanos();
        this.monotonicBase = zero;
    }

    @Override
    public long monotonicNanos() {
        long passed = time.nanos() - trueBase;
        return monotonicBase
                + passed
                + passed / MILLION * ratePpm
                + passed % MILLION * ratePpm / MILLION;
    }

    @Override
    public TimeInterval wall() {
        return TimeInterval.around(wallMillis(), errorMillis);
    }

    /// The wall clock's reading without its error bound.
    public long wallMillis() {
        return trueMillis() + offsetMillis;
    }

    /// The true wall time, which the node cannot see.
    public long trueMillis() {
        return WALL_AT_ZERO_MILLIS + time.nanos() / MILLION;
    }

    /// The least virtual time at which the monotonic clock shows `monotonicNanos` or more, if its
    /// rate stays as it is.
    public long trueNanosOf(long monotonicNanos) {
        long now = time.nanos();
        long ahead = monotonicNanos - monotonicNanos();
        if (ahead <= 0) return now;
        return now
                + ahead
                - ahead / (MILLION + ratePpm) * ratePpm
                - ahead % (MILLION + ratePpm) * ratePpm / (MILLION + ratePpm)
                + 1;
    }

    /// Lets the monotonic clock run this much faster (or slower) than true time from now on.
    public void drift(long partsPerMillion) {
        monotonicBase = monotonicNanos();
        trueBase = time.nanos();
        ratePpm = partsPerMillion;
    }

    /// Sets the wall clock off by this much from now on: it jumps there.
    public void skew(long millis) {
        offsetMillis = millis;
    }

    public long ratePpm() {
        return ratePpm;
    }

    public long offsetMillis() {
        return offsetMillis;
    }
}
