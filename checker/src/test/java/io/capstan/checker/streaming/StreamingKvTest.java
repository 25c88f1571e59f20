package io.capstan.checker.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.checker.RandomHistory;
import io.capstan.checker.Story;
import io.capstan.checker.history.Event;
import io.capstan.checker.history.EventType;
import io.capstan.checker.history.Value;
import io.capstan.checker.history.Workload;
import io.capstan.checker.linearizability.Limits;
import io.capstan.checker.linearizability.Linearizability;
import io.capstan.checker.linearizability.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StreamingKvTest {
    private static final Value KEY = Value.of("x");

    private static final RandomHistory.Shape[] SHAPES = {
        new RandomHistory.Shape(14, 3, 0, 0, 5),
        new RandomHistory.Shape(14, 4, 2, 30, 10),
        new RandomHistory.Shape(20, 5, 3, 40, 20),
        new RandomHistory.Shape(12, 6, 0, 20, 30),
    };

    @Test
    void aViolationIsReportedAtTheFirstCompletionThatNothingExplains() {
        int violations = 0;
        for (int seed = 0; seed < 1200; seed++) {
            List<Event> events = someEvents(seed);
            long reported = firstViolation(events);
            long expected = firstInexplicableCompletion(events);
            assertThat(reported).as("seed %s", seed).isEqualTo(expected);
            violations += expected < 0 ? 0 : 1;
        }
        assertThat(violations).isGreaterThan(200);
    }

    @Test
    void itTellsWhatTheKeyCouldHold() {
        StreamingKv kv = new StreamingKv(Value.nil());
        kv.write(1, KEY, Value.of(5));
        assertThat(kv.ok(1)).isEmpty();
        kv.write(2, KEY, Value.of(6));
        kv.read(3, KEY);
        Optional<Violation> violation = kv.ok(3, Value.nil());
        assertThat(violation)
                .hasValueSatisfying(v -> {
                    assertThat(v.event()).isEqualTo(4);
                    assertThat(v.deed()).isEqualTo("read nil");
                    assertThat(v.possible()).containsExactly(Value.of(5));
                    assertThat(v.recent()).hasSize(5);
                });
    }

    @Test
    void whatCrashedMayBeSeenLateButNotUnseenAgain() {
        StreamingKv kv = new StreamingKv(Value.of(0));
        kv.write(1, KEY, Value.of(1));
        assertThat(kv.info(1)).isEmpty();
        for (int value : new int[] {0, 1, 1}) {
            kv.read(2, KEY);
            assertThat(kv.ok(2, Value.of(value))).isEmpty();
        }
        kv.read(2, KEY);
        assertThat(kv.ok(2, Value.of(0))).isPresent();
    }

    @Test
    void aFailedWriteThatWasReadIsAViolationWhenItFails() {
        StreamingKv kv = new StreamingKv(Value.of(0));
        kv.write(1, KEY, Value.of(1));
        kv.read(2, KEY);
        assertThat(kv.ok(2, Value.of(1))).isEmpty();
        assertThat(kv.fail(1)).isPresent();
    }

    private static long firstViolation(List<Event> events) {
        StreamingKv kv = new StreamingKv(Value.of(0));
        for (int i = 0; i < events.size(); i++) {
            Optional<Violation> violation = Feed.event(kv, KEY, events.get(i));
            if (violation.isPresent()) {
                return i;
            }
        }
        return -1;
    }

    private static long firstInexplicableCompletion(List<Event> events) {
        for (int end = 1; end <= events.size(); end++) {
            if (events.get(end - 1).type() != EventType.INVOKE) {
                var history =
                        Story.history(Workload.CAS_REGISTER, Value.of(0), events.subList(0, end));
                if (Linearizability.judge(history, Limits.standard()) instanceof Verdict.Violated) {
                    return end - 1L;
                }
            }
        }
        return -1;
    }

    private static List<Event> someEvents(int seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        List<Event> events =
                new ArrayList<>(RandomHistory.events(seed, SHAPES[seed % SHAPES.length]));
        if (seed % 2 == 0) {
            return events;
        }
        for (int i = random.nextInt(events.size()); i < events.size(); i++) {
            Event e = events.get(i);
            if (e.type() == EventType.OK && e.function().equals("read")) {
                Value made = Value.of(random.nextInt(3));
                events.set(
                        i,
                        new Event(e.place(), e.index(), e.process(), e.type(), "read", null, made));
                break;
            }
        }
        return events;
    }
}
