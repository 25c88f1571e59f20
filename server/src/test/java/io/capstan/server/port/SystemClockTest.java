package io.capstan.server.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.time.TimeInterval;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The machine's clocks, and clocks made wrong for a test.
class SystemClockTest {
    private static final Duration ERROR = Duration.ofMillis(100);

    private static SystemClock skewed(int offsetMillis, int driftPpm) {
        return new SystemClock(ERROR, new SystemClock.Skew(offsetMillis, driftPpm));
    }

    @Test
    void trueTimeLiesWithinTheWallInterval() {
        long before = System.currentTimeMillis();
        TimeInterval wall = new SystemClock(ERROR).wall();
        long after = System.currentTimeMillis();
        assertThat(wall.earliestMillis()).isBetween(before - 100, after - 100);
        assertThat(wall.latestMillis()).isBetween(before + 100, after + 100);
    }

    @Test
    void anOffsetMovesTheWallClockAlone() {
        long before = System.currentTimeMillis();
        assertThat(skewed(5_000, 0).wall().earliestMillis()).isGreaterThanOrEqualTo(before + 4_900);
        assertThat(skewed(5_000, 0).monotonicNanos()).isLessThan(Duration.ofSeconds(4).toNanos());
    }

    @Test
    void aDriftMakesTheMonotonicClockRunFaster() throws InterruptedException {
        SystemClock plain = skewed(0, 0);
        SystemClock fast = skewed(0, 900_000);
        assertThat(new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS)).isFalse();
        long slow = plain.monotonicNanos();
        assertThat(fast.monotonicNanos()).isGreaterThan(slow + slow / 2);
    }

    @Test
    void aClockThatRunsSlowerNeverGoesBack() {
        long before = SystemClock.drifted(0, -9_900);
        for (long elapsed = 1; elapsed <= 3_000_000; elapsed++) {
            long now = SystemClock.drifted(elapsed, -9_900);
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        assertThat(SystemClock.drifted(1_000_000_000L, -9_900)).isEqualTo(990_100_000L);
    }
}
