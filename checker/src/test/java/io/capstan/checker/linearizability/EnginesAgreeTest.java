package io.capstan.checker.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.checker.RandomHistory;
import io.capstan.checker.Story;
import io.capstan.checker.history.Event;
import io.capstan.checker.history.EventType;
import io.capstan.checker.history.History;
import io.capstan.checker.history.Value;
import io.capstan.checker.history.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Every engine that can decide a small history decides it as the definition does.
class EnginesAgreeTest {
    private static final int HISTORIES = 6000;

    private static final RandomHistory.Shape[] SHAPES = {
        new RandomHistory.Shape(6, 3, 0, 0, 0),
        new RandomHistory.Shape(7, 4, 0, 0, 30),
        new RandomHistory.Shape(7, 4, 2, 0, 20),
        new RandomHistory.Shape(7, 3, 3, 40, 30),
        new RandomHistory.Shape(8, 5, 2, 50, 20),
        new RandomHistory.Shape(7, 4, 3, 30, 60),
    };

    @Test
    void enginesAgreeWithTheDefinition() {
        int[] verdicts = new int[2];
        int byZones = 0;
        int obvious = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            History history = someHistory(seed);
            boolean expected = BruteForce.linearizable(history);
            verdicts[expected ? 1 : 0]++;
            KeyHistory operations = KeyHistory.of(history, history.rowsByKey()[0]);
            assertThat(WingGong.judge(operations, budget()) instanceof Judgement.Linearizable)
                    .as("depth first, seed %s", seed)
                    .isEqualTo(expected);
            assertThat(
                            Frontier.judge(operations, budget(), Breadth.UNBOUNDED)
                                    instanceof Judgement.Linearizable)
                    .as("breadth first, seed %s", seed)
                    .isEqualTo(expected);
            if (Contradictions.find(operations) >= 0) {
                obvious++;
                assertThat(expected).as("obvious, seed %s", seed).isFalse();
            }
            if (Zones.apply(operations)) {
                byZones++;
                assertThat(Zones.judge(operations) instanceof Judgement.Linearizable)
                        .as("zones, seed %s", seed)
                        .isEqualTo(expected);
            }
        }
        assertThat(verdicts[0]).as("violated").isGreaterThan(HISTORIES / 5);
        assertThat(verdicts[1]).as("valid").isGreaterThan(HISTORIES / 5);
        assertThat(obvious).as("found without a search").isGreaterThan(verdicts[0] / 2);
        assertThat(byZones).as("decided by zones").isGreaterThan(HISTORIES / 10);
    }

    @Test
    void theCompletionThatBreaksAHistoryIsTheFirstWithoutExplanation() {
        int broken = 0;
        for (int seed = 0; seed < HISTORIES / 4; seed++) {
            List<Event> events = withoutFailures(someEvents(seed));
            History history = Story.history(Workload.CAS_REGISTER, Value.of(0), events);
            KeyHistory operations = KeyHistory.of(history, history.rowsByKey()[0]);
            if (Frontier.judge(operations, budget(), Breadth.UNBOUNDED)
                    instanceof Judgement.Broken(int at)) {
                broken++;
                int event = operations.ret[at];
                assertThat(linearizableUpTo(events, event)).as("before, seed %s", seed).isTrue();
                assertThat(linearizableUpTo(events, event + 1)).as("after %s", seed).isFalse();
            }
        }
        assertThat(broken).isGreaterThan(HISTORIES / 20);
    }

    /// The engine knows from the start what fails later; a prefix of the history does not.
    private static List<Event> withoutFailures(List<Event> events) {
        List<Event> kept = new ArrayList<>(events);
        for (Event failed : events) {
            if (failed.type() == EventType.FAIL) {
                int completion = kept.indexOf(failed);
                kept.remove(completion);
                for (int i = completion - 1; ; i--) {
                    if (kept.get(i).process().equals(failed.process())) {
                        kept.remove(i);
                        break;
                    }
                }
            }
        }
        return kept;
    }

    private static boolean linearizableUpTo(List<Event> events, int end) {
        return BruteForce.linearizable(
                Story.history(Workload.CAS_REGISTER, Value.of(0), events.subList(0, end)));
    }

    private static History someHistory(int seed) {
        return Story.history(Workload.CAS_REGISTER, Value.of(0), someEvents(seed));
    }

    /// A valid history, in which two times out of three one or two reads are made up.
    private static List<Event> someEvents(int seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        List<Event> events =
                new ArrayList<>(RandomHistory.events(seed, SHAPES[seed % SHAPES.length]));
        for (int lies = seed % 3; lies > 0; lies--) {
            lie(events, random);
        }
        return events;
    }

    private static void lie(List<Event> events, SplittableRandom random) {
        int from = random.nextInt(events.size());
        for (int i = from; i < events.size(); i++) {
            Event e = events.get(i);
            if (e.type() == EventType.OK && e.function().equals("read")) {
                Value made = Value.of(random.nextInt(4));
                events.set(
                        i,
                        new Event(e.place(), e.index(), e.process(), e.type(), "read", null, made));
                return;
            }
        }
    }

    private static Budget budget() {
        return new Budget(Limits.standard(), Long.MAX_VALUE);
    }
}
