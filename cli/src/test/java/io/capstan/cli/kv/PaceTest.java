package io.capstan.cli.kv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void aRowIsDueByItsNumberAlone() {
        assertThat(Pace.dueAfter(0, 5_000)).isZero();
        assertThat(Pace.dueAfter(5_000, 5_000)).isEqualTo(1_000_000_000L);
        assertThat(Pace.dueAfter(1, 3)).isEqualTo(333_333_333L);
        assertThat(Pace.dueAfter(1_000_000_000L, 1)).isEqualTo(1_000_000_000_000_000_000L);
    }

    /// What makes it an open loop: a pause of whoever sends moves no due time.
    @Test
    void whoFallsBehindIsGivenTheDueTimesThatHavePassed() throws InterruptedException {
        Pace pace = new Pace(1_000_000);
        long first = pace.next();
        long late = System.nanoTime() + 2_000_000;
        while (System.nanoTime() < late) Thread.onSpinWait();
        for (int row = 1; row <= 1_000; row++)
            assertThat(pace.next()).isEqualTo(first + row * 1_000L);
    }

    @Test
    void quantilesAreAtMostAHundredthTooHigh() {
        Latencies latencies = new Latencies();
        for (int millis = 1; millis <= 1_000; millis++) latencies.add(millis * 1_000_000L);
        assertThat(latencies.quantile(0.5)).isBetween(500_000_000L, 505_000_000L);
        assertThat(latencies.quantile(0.99)).isBetween(990_000_000L, 1_000_000_000L);
        assertThat(latencies.quantile(1)).isEqualTo(1_000_000_000L);
        assertThat(new Latencies().quantile(0.5)).isZero();
    }

    @Test
    void everyLatencyHasABucket() {
        Latencies latencies = new Latencies();
        for (int bits = 0; bits < Long.SIZE - 1; bits++) latencies.add(1L << bits);
        latencies.add(Long.MAX_VALUE);
        latencies.add(-1);
        assertThat(latencies.quantile(1)).isEqualTo(Long.MAX_VALUE);
    }
}
