package io.capstan.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Invariant;
import io.capstan.core.random.Randomness;
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

    @Test
    void ofTwoCommitsTheLaterOneHasTheGreaterStamp() {
        Randomness random = new Randomness(1);
        for (int i = 0; i < 20_000; i++) {
            long error = random.below(50L);
            long firstBegins = 10_000 + random.below(1_000L);
            TimeInterval first = TimeInterval.around(skewed(random, firstBegins, error), error);
            long firstStamp = first.latestMillis();
            long firstShown = firstBegins;
            while (!first.isAfter(firstStamp)) {
                long wait = first.commitWaitMillis(firstStamp);
                assertThat(wait).isPositive();
                firstShown += wait;
                first = TimeInterval.around(skewed(random, firstShown, error), error);
            }
            assertThat(first.commitWaitMillis(firstStamp)).isZero();
            long secondBegins = firstShown + random.below(3L);
            TimeInterval second = TimeInterval.around(skewed(random, secondBegins, error), error);
            assertThat(second.latestMillis()).isGreaterThan(firstStamp);
        }
    }

    @Test
    void twoClocksTogetherNeverExcludeTheTruth() {
        Randomness random = new Randomness(2);
        for (int i = 0; i < 10_000; i++) {
            long truth = random.below(1_000L);
            TimeInterval one = TimeInterval.around(skewed(random, truth, 20), 20);
            TimeInterval other = TimeInterval.around(skewed(random, truth, 30), 30);
            TimeInterval both = one.intersection(other).orElseThrow();
            assertThat(truth).isBetween(both.earliestMillis(), both.latestMillis());
            assertThat(one.hull(other).intersection(one)).contains(one);
            assertThat(one.overlaps(other)).isTrue();
        }
    }

    @Test
    void clocksThatContradictEachOtherHaveNothingInCommon() {
        TimeInterval early = new TimeInterval(0, 5);
        TimeInterval late = new TimeInterval(6, 9);
        assertThat(early.isBefore(late)).isTrue();
        assertThat(late.isBefore(early)).isFalse();
        assertThat(early.intersection(late)).isEmpty();
        assertThat(early.plusMillis(1).intersection(late)).contains(new TimeInterval(6, 6));
    }

    private static long skewed(Randomness random, long truth, long error) {
        return truth + random.between(-error, error);
    }
}
