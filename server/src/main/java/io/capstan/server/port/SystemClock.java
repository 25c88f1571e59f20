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

    /// Monotonic readings count from here, so that they are never negative.
    private final long origin = System.nanoTime();

    private final long errorMillis;

    public SystemClock(Duration maxError) {
        Invariant.check(!maxError.isNegative(), "a clock error of %s", maxError);
        errorMillis = maxError.toMillis();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime() - origin;
    }

    @Override
    public TimeInterval wall() {
        return TimeInterval.around(System.currentTimeMillis(), errorMillis);
    }
}
