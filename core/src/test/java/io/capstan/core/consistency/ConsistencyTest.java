package io.capstan.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.consistency.Consistency.Bounded;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsistencyTest {
    private static final Consistency SHORT = new Bounded(Duration.ofSeconds(1));
    private static final Consistency LONG = new Bounded(Duration.ofSeconds(9));
    private static final List<Consistency> ALL =
            List.of(
                    Consistency.LINEARIZABLE,
                    SHORT,
                    LONG,
                    Consistency.CAUSAL,
                    Consistency.READ_YOUR_WRITES,
                    Consistency.MONOTONIC_READS,
                    Consistency.EVENTUAL);

    @Test
    void passingIsAPartialOrder() {
        for (Consistency a : ALL) {
            assertThat(a.passes(a)).isTrue();
            for (Consistency b : ALL) {
                if (a.passes(b) && b.passes(a)) assertThat(a).isEqualTo(b);
                for (Consistency c : ALL)
                    if (a.passes(b) && b.passes(c)) assertThat(a.passes(c)).isTrue();
            }
        }
    }

    @Test
    void linearizablePassesEveryFloorAndEveryLevelPassesEventual() {
        for (Consistency level : ALL) {
            assertThat(Consistency.LINEARIZABLE.passes(level)).isTrue();
            assertThat(level.passes(Consistency.EVENTUAL)).isTrue();
        }
    }

    @Test
    void causalPassesBothSessionLevelsAndTheyNotEachOther() {
        assertThat(Consistency.CAUSAL.passes(Consistency.READ_YOUR_WRITES)).isTrue();
        assertThat(Consistency.CAUSAL.passes(Consistency.MONOTONIC_READS)).isTrue();
        assertThat(Consistency.READ_YOUR_WRITES.passes(Consistency.MONOTONIC_READS)).isFalse();
        assertThat(Consistency.MONOTONIC_READS.passes(Consistency.READ_YOUR_WRITES)).isFalse();
        assertThat(Consistency.READ_YOUR_WRITES.passes(Consistency.CAUSAL)).isFalse();
    }

    @Test
    void aSmallerBoundIsStrongerAndBoundsStandAsideOfSessions() {
        assertThat(SHORT.passes(LONG)).isTrue();
        assertThat(LONG.passes(SHORT)).isFalse();
        for (Consistency session :
                List.of(
                        Consistency.CAUSAL,
                        Consistency.READ_YOUR_WRITES,
                        Consistency.MONOTONIC_READS)) {
            assertThat(session.passes(SHORT)).isFalse();
            assertThat(SHORT.passes(session)).isFalse();
        }
    }

    @Test
    void nothingElsePassesLinearizable() {
        for (Consistency level : ALL)
            assertThat(level.passes(Consistency.LINEARIZABLE))
                    .isEqualTo(level.equals(Consistency.LINEARIZABLE));
    }
}
