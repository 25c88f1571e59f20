package io.capstan.server.port;

import io.capstan.core.Invariant;
import io.capstan.core.port.Clock;
import io.capstan.core.time.TimeInterval;
import java.time.Duration;

/// The machine's clocks. The wall clock is trusted to be within `clock.max_error` of true time;
/// what the levels promise in time holds only as far as that does.
public final class SystemClock implements Clock {
    /// The default of `clock.max_error`.
    public static final Duration MAX_ERROR = Duration.ofMillis(250);

    /// How wrong the clocks are made, to test what the cluster promises under such clocks: the wall
    /// clock is off by `offsetMillis`, the monotonic clock runs `driftPpm` millionths faster.
    ///
    /// A process gets them by the system properties [#OFFSET] and [#DRIFT]; without them its clocks
    /// are the machine's.
    record Skew(int offsetMillis, int driftPpm) {
        static Skew ofProcess() {
            return new Skew(Integer.getInteger(OFFSET, 0), Integer.getInteger(DRIFT, 0));
        }
    }

    /// The system property with a wall clock's offset in milliseconds. For tests.
    public static final String OFFSET = "capstan.clock.offset_millis";

    /// The system property with a monotonic clock's drift in millionths. For tests.
    public static final String DRIFT = "capstan.clock.drift_ppm";

    private static final long MILLION = 1_000_000;

    /// Monotonic readings count from here, so that they are never negative.
    private final long origin = System.nanoTime();

    private final long errorMillis;
    private final Skew skew;

    public SystemClock(Duration maxError) {
        this(maxError, Skew.ofProcess());
    }

    SystemClock(Duration maxError, Skew skew) {
        Invariant.check(!maxError.isNegative(), "a clock error of %s", maxError);
        Invariant.check(
                Math.abs(skew.driftPpm) < MILLION,
                "a clock that runs %s ppm faster",
                skew.driftPpm);
        this.errorMillis = maxError.toMillis();
        this.skew = skew;
    }

    @Override
    public long monotonicNanos() {
        long elapsed = System.nanoTime() - origin;
        return drifted(elapsed, skew.driftPpm);
    }

    /// In two parts: together they overflow never, and never fall while `elapsed` rises.
    static long drifted(long elapsed, int driftPpm) {
        return elapsed + elapsed / MILLION * driftPpm + elapsed % MILLION * driftPpm / MILLION;
    }

    @Override
    public TimeInterval wall() {
        return TimeInterval.around(System.currentTimeMillis() + skew.offsetMillis, errorMillis);
    }
}
