package io.capstan.checker.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.checker.RandomHistory;
import io.capstan.checker.Story;
import io.capstan.checker.history.Event;
import io.capstan.checker.history.EventType;
import io.capstan.checker.history.Value;
import io.capstan.checker.history.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Hundreds of histories that are valid by making, and the same with one known mistake.
///
/// Without crashes and with a value of its own for each write, each mistake is a violation for
/// certain.
@Tag("slow")
class MutationsTest {
    private static final int HISTORIES = 300;
    private static final RandomHistory.Shape CALM = new RandomHistory.Shape(200, 5, 0, 0, 0);

    @Test
    void validHistoriesAreValid() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            for (RandomHistory.Shape shape :
                    List.of(
                            CALM,
                            new RandomHistory.Shape(200, 6, 0, 0, 15),
                            new RandomHistory.Shape(200, 5, 4, 35, 8))) {
                assertThat(judge(RandomHistory.events(seed, shape)))
                        .as("seed %s, %s", seed, shape)
                        .isInstanceOf(Verdict.Valid.class);
            }
        }
    }

    @Test
    void aStaleReadIsFound() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            List<Event> events = RandomHistory.events(seed, CALM);
            int read = someRead(events, seed);
            Value old = overwrittenBefore(events, invocationOf(events, read));
            assertViolated(events, read, old, seed);
        }
    }

    @Test
    void aLostWriteIsFound() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            List<Event> events = RandomHistory.events(seed, CALM);
            assertViolated(events, someRead(events, seed), Value.of(0), seed);
        }
    }

    @Test
    void aReadOfTheFutureIsFound() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            List<Event> events = RandomHistory.events(seed, CALM);
            int read = someRead(events, seed);
            Value later =
                    events.subList(read + 1, events.size()).stream()
                            .filter(e -> e.function().equals("write"))
                            .filter(e -> e.type() == EventType.INVOKE)
                            .findFirst()
                            .map(Event::valueOrNil)
                            .orElse(Value.of(-1));
            assertViolated(events, read, later, seed);
        }
    }

    private static void assertViolated(List<Event> events, int read, Value seen, int seed) {
        List<Event> broken = new ArrayList<>(events);
        Event e = events.get(read);
        broken.set(
                read,
                new Event(e.place(), e.index(), e.process(), e.type(), e.function(), null, seen));
        Verdict verdict = judge(broken);
        assertThat(verdict).as("seed %s", seed).isInstanceOf(Verdict.Violated.class);
        Counterexample example = ((Verdict.Violated) verdict).counterexample();
        assertThat(example.operations()).as("seed %s", seed).hasSizeBetween(1, 6);
    }

    /// A completed read from the second half.
    private static int someRead(List<Event> events, int seed) {
        int from = events.size() / 2 + new SplittableRandom(seed).nextInt(events.size() / 4);
        for (int i = from; i < events.size(); i++) {
            Event e = events.get(i);
            if (e.type() == EventType.OK && e.function().equals("read")) {
                return i;
            }
        }
        throw new AssertionError("no read in the second half");
    }

    private static int invocationOf(List<Event> events, int completion) {
        for (int i = completion - 1; ; i--) {
            if (events.get(i).process().equals(events.get(completion).process())) {
                return i;
            }
        }
    }

    /// The value of a write that completed before another began that completed before the moment.
    private static Value overwrittenBefore(List<Event> events, int moment) {
        int overwriterCall = -1;
        for (int i = moment - 1; i >= 0; i--) {
            Event e = events.get(i);
            if (e.type() == EventType.OK && e.function().equals("write")) {
                if (overwriterCall < 0) {
                    overwriterCall = invocationOf(events, i);
                } else if (i < overwriterCall) {
                    return e.valueOrNil();
                }
            }
        }
        return Value.of(0);
    }

    private static Verdict judge(List<Event> events) {
        return Linearizability.judge(
                Story.history(Workload.CAS_REGISTER, Value.of(0), events), Limits.standard());
    }
}
