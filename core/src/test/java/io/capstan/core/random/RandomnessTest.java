package io.capstan.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Invariant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomnessTest {
    @Test
    void theSameSeedGivesTheSameNumbersForEver() {
        Randomness random = new Randomness(42);
        assertThat(List.of(random.nextLong(), random.nextLong(), random.nextLong()))
                .containsExactly(6332618229526065668L, -816328817471504299L, 8971565426155258802L);
    }

    @Test
    void aStreamDoesNotDependOnWhatWasDrawnElsewhere() {
        Randomness quiet = new Randomness(1);
        Randomness busy = new Randomness(1);
        for (int i = 0; i < 100; i++) assertThat(busy.nextDouble()).isBetween(0.0, 1.0);
        busy.stream("disk").nextLong();
        assertThat(draws(busy.stream("network"))).isEqualTo(draws(quiet.stream("network")));
    }

    @Test
    void streamsOfOtherNamesSeedsAndParentsDiffer() {
        TreeSet<Long> firsts = new TreeSet<>();
        int made = 0;
        for (long seed = 0; seed < 100; seed++) {
            Randomness random = new Randomness(seed);
            for (String name : List.of("a", "b", "ab", "ba", "", "disk n1", "disk n2")) {
                firsts.add(random.stream(name).nextLong());
                firsts.add(random.stream("child").stream(name).nextLong());
                made += 2;
            }
        }
        assertThat(firsts).hasSize(made);
    }

    @Test
    void everyNumberBelowABoundComesAboutEquallyOften() {
        Randomness random = new Randomness(9);
        int[] counts = new int[10];
        for (int i = 0; i < 100_000; i++) counts[random.below(10)]++;
        assertThat(counts).satisfies(c -> IntStream.of(c).forEach(RandomnessTest::aboutATenth));
    }

    @Test
    void bothEndsOfARangeAreReached() {
        Randomness random = new Randomness(3);
        TreeSet<Long> seen = new TreeSet<>();
        for (int i = 0; i < 1_000; i++) seen.add(random.between(-2, 2));
        assertThat(seen).containsExactly(-2L, -1L, 0L, 1L, 2L);
    }

    @Test
    void aChanceIsKept() {
        Randomness random = new Randomness(4);
        long hits = IntStream.range(0, 100_000).filter(i -> random.chance(0.3)).count();
        assertThat(hits).isBetween(29_000L, 31_000L);
        assertThat(random.chance(0)).isFalse();
        assertThat(random.chance(1)).isTrue();
    }

    @Test
    void nothingIsBelowZero() {
        assertThatThrownBy(() -> new Randomness(1).below(0)).isInstanceOf(Invariant.Broken.class);
    }

    private static void aboutATenth(int count) {
        assertThat(count).isBetween(9_500, 10_500);
    }

    private static List<Long> draws(Randomness random) {
        return IntStream.range(0, 10).mapToObj(i -> random.nextLong()).toList();
    }
}
