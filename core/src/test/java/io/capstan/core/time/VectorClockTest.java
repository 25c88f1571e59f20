package io.capstan.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Invariant;
import io.capstan.core.id.NodeId;
import io.capstan.core.random.Randomness;
import io.capstan.core.time.VectorClock.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VectorClockTest {
    private static final List<VectorClock> SAMPLES = samples();

    @Test
    void coveringIsAPartialOrder() {
        for (VectorClock a : SAMPLES) {
            assertThat(a.covers(a)).isTrue();
            for (VectorClock b : SAMPLES) {
                if (a.covers(b) && b.covers(a)) assertThat(a).isEqualTo(b);
                for (VectorClock c : SAMPLES)
                    if (a.covers(b) && b.covers(c)) assertThat(a.covers(c)).isTrue();
            }
        }
    }

    @Test
    void mergingGivesTheLeastUpperBound() {
        for (VectorClock a : SAMPLES)
            for (VectorClock b : SAMPLES) {
                VectorClock both = a.merge(b);
                assertThat(both.covers(a)).isTrue();
                assertThat(both.covers(b)).isTrue();
                for (VectorClock c : SAMPLES)
                    if (c.covers(a) && c.covers(b)) assertThat(c.covers(both)).isTrue();
            }
    }

    @Test
    void mergingIsCommutativeAssociativeAndIdempotent() {
        for (VectorClock a : SAMPLES) {
            assertThat(a.merge(a)).isEqualTo(a);
            assertThat(a.merge(VectorClock.EMPTY)).isEqualTo(a);
            for (VectorClock b : SAMPLES) {
                assertThat(a.merge(b)).isEqualTo(b.merge(a));
                for (VectorClock c : SAMPLES)
                    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
            }
        }
    }

    @Test
    void theOrderIsThatOfHappenedBefore() {
        NodeId n1 = new NodeId(1);
        NodeId n2 = new NodeId(2);
        VectorClock first = VectorClock.EMPTY.after(n1);
        VectorClock then = first.after(n2);
        VectorClock aside = first.after(n1);
        assertThat(first.order(then)).isEqualTo(Order.BEFORE);
        assertThat(then.order(first)).isEqualTo(Order.AFTER);
        assertThat(then.order(aside)).isEqualTo(Order.CONCURRENT);
        assertThat(then.order(first.after(n2))).isEqualTo(Order.EQUAL);
        assertThat(then.merge(aside).order(aside)).isEqualTo(Order.AFTER);
    }

    @Test
    void anEventMovesTheClockStrictlyForward() {
        for (VectorClock clock : SAMPLES)
            for (long node = 1; node <= 4; node++)
                assertThat(clock.after(new NodeId(node)).order(clock)).isEqualTo(Order.AFTER);
    }

    @Test
    void knowingNothingOfANodeHasOneForm() {
        TreeMap<NodeId, Long> zero = new TreeMap<>();
        zero.put(new NodeId(1), 0L);
        assertThat(new VectorClock(zero)).isEqualTo(VectorClock.EMPTY);
        zero.put(new NodeId(1), -1L);
        assertThatThrownBy(() -> new VectorClock(zero)).isInstanceOf(Invariant.Broken.class);
    }

    private static List<VectorClock> samples() {
        Randomness random = new Randomness(1);
        List<VectorClock> samples = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            TreeMap<NodeId, Long> counts = new TreeMap<>();
            for (long node = 1; node <= 3; node++) counts.put(new NodeId(node), random.below(3L));
            samples.add(new VectorClock(counts));
        }
        return samples;
    }
}
