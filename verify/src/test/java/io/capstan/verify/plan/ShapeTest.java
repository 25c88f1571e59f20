package io.capstan.verify.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What each shape cuts.
class ShapeTest {
    private static final List<Integer> FIVE = List.of(3, 1, 4, 2, 5);

    private static String cuts(Shape shape, List<Integer> order) {
        return String.join(" ", shape.cuts(order).stream().map(Cut::toString).sorted().toList());
    }

    @Test
    void isolationIsMutual() {
        assertThat(cuts(Shape.ISOLATE, List.of(2, 1, 3))).isEqualTo("n1→n2 n2→n1 n2→n3 n3→n2");
    }

    @Test
    void halvesAreAMinorityWithTheFirstNodeAndAMajority() {
        List<Cut> cuts = Shape.HALVES.cuts(FIVE);
        assertThat(cuts).hasSize(12).contains(new Cut(3, 4), new Cut(5, 1));
        assertThat(cuts).doesNotContain(new Cut(3, 1), new Cut(4, 5));
    }

    @Test
    void acrossTheBridgeEverybodyHearsTheFirstNode() {
        List<Cut> cuts = Shape.BRIDGE.cuts(FIVE);
        assertThat(cuts).allMatch(c -> c.from() != 3 && c.to() != 3).hasSize(8);
    }

    @Test
    void inTheRingEachHearsItsNeighbours() {
        List<Cut> cuts = Shape.RING.cuts(FIVE);
        assertThat(cuts).hasSize(10).doesNotContain(new Cut(3, 1), new Cut(3, 5));
        assertThat(cuts(Shape.RING, List.of(1, 2, 3))).isEqualTo("n1→n3 n2→n1 n3→n2");
    }

    @Test
    void muteAndDeafAreOneWay() {
        assertThat(cuts(Shape.MUTE, List.of(2, 1, 3))).isEqualTo("n2→n1 n2→n3");
        assertThat(cuts(Shape.DEAF, List.of(2, 1, 3))).isEqualTo("n1→n2 n3→n2");
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void everyShapeCutsSomethingButNeverEverythingOfThreeOrMore(Shape shape) {
        for (int n = 2; n <= 9; n++) {
            List<Integer> order = java.util.stream.IntStream.rangeClosed(1, n).boxed().toList();
            List<Cut> cuts = shape.cuts(order);
            assertThat(cuts).isNotEmpty().doesNotHaveDuplicates();
            assertThat(cuts).allMatch(c -> c.from() != c.to());
            if (n > 2) assertThat(cuts).hasSizeLessThan(n * (n - 1));
        }
    }

    @Test
    void theLeaderMovesToTheFrontWhereItIsWanted() {
        Victims wanted = new Victims(List.of(1, 2, 3), true, 1);
        assertThat(wanted.struck(OptionalInt.of(3))).containsExactly(3);
        assertThat(wanted.struck(OptionalInt.empty())).containsExactly(1);
        assertThat(new Victims(List.of(1, 2, 3), false, 2).struck(OptionalInt.of(3)))
                .containsExactly(1, 2);
    }
}
