package io.capstan.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private final Scheduler scheduler = new Scheduler();
    private final List<Long> seen = new ArrayList<>();

    @Test
    void eventsHappenInTheOrderOfTheirTimes() {
        Randomness random = new Randomness(1);
        for (int i = 0; i < 5_000; i++) {
            long at = random.below(1_000_000);
            scheduler.at(at, () -> seen.add(at));
        }
        scheduler.runUntil(1_000_000);
        assertThat(seen).hasSize(5_000).isSorted();
    }

    @Test
    void eventsOfOneTimeHappenInTheOrderOfScheduling() {
        for (long i = 0; i < 1_000; i++) {
            long number = i;
            scheduler.at(7, () -> seen.add(number));
        }
        scheduler.runUntil(7);
        assertThat(seen).hasSize(1_000).isSorted();
    }

    @Test
    void whatIsScheduledForThePastHappensNow() {
        scheduler.at(10, () -> scheduler.at(3, () -> seen.add(scheduler.nanos())));
        scheduler.runUntil(20);
        assertThat(seen).containsExactly(10L);
        assertThat(scheduler.nanos()).isEqualTo(20);
    }

    @Test
    void aNestedLoopLeavesLaterEventsToTheOuterOne() {
        scheduler.at(10, () -> scheduler.runUntil(15));
        scheduler.at(12, () -> seen.add(12L));
        scheduler.at(18, () -> seen.add(18L));
        scheduler.step();
        assertThat(seen).containsExactly(12L);
        assertThat(scheduler.nanos()).isEqualTo(15);
    }
}
