package io.capstan.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Invariant;
import org.junit.jupiter.api.Test;

class TimeIntervalTest {
    @Test
    void certaintyIsNeverWrongWithinTheErrorBound() {
        long error = 7;
        for (long truth = 900; truth <= 1_100; truth++)
            for (long wall = truth - error; wall <= truth + error; wall++) {
                TimeInterval now = TimeInterval.around(wall, error);
                assertThat(now.earliestMillis()).isLessThanOrEqualTo(truth);
                assertThat(now.latestMillis()).isGreaterThanOrEqualTo(truth);
                assertThat(now.millis()).isEqualTo(wall);
                if (now.isAfter(1_000)) assertThat(truth).isGreaterThan(1_000);
                if (now.isBefore(1_000)) assertThat(truth).isLessThan(1_000);
            }
    }

    @Test
    void anIntervalHasNoHoleAndNoBackside() {
        assertThat(new TimeInterval(5, 5).millis()).isEqualTo(5);
        assertThatThrownBy(() -> new TimeInterval(6, 5)).isInstanceOf(Invariant.Broken.class);
    }
}
