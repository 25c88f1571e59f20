package io.capstan.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.random.Randomness;
import org.junit.jupiter.api.Test;

class LamportClockTest {
    @Test
    void whatHappenedBeforeHasTheSmallerNumber() {
        Randomness random = new Randomness(1);
        LamportClock[] clocks = {new LamportClock(), new LamportClock(), new LamportClock()};
        for (int i = 0; i < 10_000; i++) {
            LamportClock sender = clocks[random.below(3)];
            LamportClock receiver = clocks[random.below(3)];
            long before = receiver.last();
            long sent = sender.tick();
            assertThat(receiver.observe(sent)).isTrue();
            assertThat(receiver.tick()).isGreaterThan(sent).isGreaterThan(before);
        }
    }

    @Test
    void aNumberThatWouldOverflowIsLeftAside() {
        LamportClock clock = new LamportClock();
        clock.tick();
        assertThat(clock.observe(Long.MAX_VALUE)).isFalse();
        assertThat(clock.observe(-1)).isFalse();
        assertThat(clock.tick()).isEqualTo(2);
    }
}
