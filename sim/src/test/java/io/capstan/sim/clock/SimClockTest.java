package io.capstan.sim.clock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimClockTest {
    private static final long SECOND = 1_000_000_000L;

    private long now;
    private final SimClock clock = new SimClock(() -> now, 123_456, 250);

    @Test
    void theMonotonicClockDriftsButNeverJumps() {
        now = 10 * SECOND;
        long before = clock.monotonicNanos();
        clock.drift(-5_000);
        assertThat(clock.monotonicNanos()).isEqualTo(before);
        now += 100 * SECOND;
        assertThat(clock.monotonicNanos() - before).isEqualTo(100 * SECOND - SECOND / 2);
    }

    @Test
    void aTimerIsNeverEarlyOnADriftingClock() {
        for (long ppm = -9_000; ppm <= 9_000; ppm += 777) {
            clock.drift(ppm);
            long due = clock.monotonicNanos() + 1_234_567_891L;
            now = clock.trueNanosOf(due);
            assertThat(clock.monotonicNanos()).isBetween(due, due + 2);
        }
    }

    @Test
    void theWallClockJumpsAndTheTrueTimeStaysWithinItsBound() {
        clock.skew(250);
        now += SECOND;
        assertThat(clock.wall().earliestMillis()).isLessThanOrEqualTo(clock.trueMillis());
        clock.skew(-250);
        assertThat(clock.wall().latestMillis()).isGreaterThanOrEqualTo(clock.trueMillis());
    }
}
