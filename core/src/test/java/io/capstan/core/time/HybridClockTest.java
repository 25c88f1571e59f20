package io.capstan.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.random.Randomness;
import org.junit.jupiter.api.Test;

class HybridClockTest {
    private static final long MAX_LEAD_MILLIS = 250;

    @Test
    void readingsRiseWhateverTheWallDoes() {
        Randomness random = new Randomness(1);
        HybridClock clock = new HybridClock(MAX_LEAD_MILLIS);
        HybridTime previous = clock.last();
        for (int i = 0; i < 10_000; i++) {
            HybridTime reading = clock.tick(1_000_000 + random.between(-500, 500));
            assertThat(reading).isGreaterThan(previous).isEqualTo(clock.last());
            previous = reading;
        }
    }

    @Test
    void whatHappenedBeforeHasTheSmallerTimeAcrossNodes() {
        Randomness random = new Randomness(2);
        HybridClock one = new HybridClock(MAX_LEAD_MILLIS);
        HybridClock other = new HybridClock(MAX_LEAD_MILLIS);
        for (long millis = 1_000_000; millis < 1_010_000; millis++) {
            HybridTime sent = one.tick(millis + random.below(100));
            long otherWall = millis - random.below(100);
            assertThat(other.observe(sent, otherWall)).isTrue();
            assertThat(other.tick(otherWall)).isGreaterThan(sent);
        }
    }

    @Test
    void aTimeTooFarAheadIsRefusedAndChangesNothing() {
        HybridClock clock = new HybridClock(MAX_LEAD_MILLIS);
        HybridTime before = clock.tick(1_000);
        assertThat(clock.observe(HybridTime.ofMillis(1_251), 1_000)).isFalse();
        assertThat(clock.last()).isEqualTo(before);
        assertThat(clock.observe(HybridTime.ofMillis(1_250), 1_000)).isTrue();
        assertThat(clock.last()).isEqualTo(HybridTime.ofMillis(1_250));
    }

    @Test
    void theWallIsFollowedAsSoonAsItCatchesUp() {
        HybridClock clock = new HybridClock(MAX_LEAD_MILLIS);
        clock.tick(1_000);
        assertThat(clock.tick(900)).isEqualTo(new HybridTime((1_000L << 16) + 1));
        assertThat(clock.tick(1_001)).isEqualTo(HybridTime.ofMillis(1_001));
    }

    @Test
    void aFullCounterCarriesIntoTheMilliseconds() {
        HybridTime last = new HybridTime((5L << 16) | 0xffff);
        assertThat(last.counter()).isEqualTo(0xffff);
        assertThat(last.next()).isEqualTo(HybridTime.ofMillis(6));
        assertThat(HybridTime.ofMillis(6).previous()).isEqualTo(last);
        assertThat(HybridTime.ZERO.previous()).isEqualTo(HybridTime.ZERO);
    }
}
