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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One register, few values, many clients at once, crashes that stay open for ever: where searches
/// explode.
@Tag("slow")
class BusyRegistersTest {
    private static final RandomHistory.Shape CALM = new RandomHistory.Shape(1500, 20, 5, 33, 0);
    private static final RandomHistory.Shape CRASHING = new RandomHistory.Shape(1500, 20, 5, 33, 3);

    @Test
    void validHistoriesOfTwentyBusyClientsAreExplained() {
        for (int seed = 0; seed < 3; seed++) {
            for (RandomHistory.Shape shape : List.of(CALM, CRASHING)) {
                assertThat(judge(RandomHistory.events(seed, shape)))
                        .as("seed %s, %s", seed, shape)
                        .isInstanceOf(Verdict.Valid.class);
            }
        }
    }

    @Test
    void aValueOutOfNowhereIsFoundHoweverBusyTheRegister() {
        for (int seed = 0; seed < 2; seed++) {
            List<Event> events = new ArrayList<>(RandomHistory.events(seed, CRASHING));
            for (int i = events.size() - 1; ; i--) {
                Event e = events.get(i);
                if (e.type() == EventType.OK && e.function().equals("read")) {
                    events.set(
                            i,
                            new Event(
                                    e.place(),
                                    e.index(),
                                    e.process(),
                                    e.type(),
                                    "read",
                                    null,
                                    Value.of(9)));
                    break;
                }
            }
            assertThat(judge(events)).as("seed %s", seed).isInstanceOf(Verdict.Violated.class);
        }
    }

    @Test
    void aTightLimitGivesUnknownAndNeverAWrongVerdict() {
        History history =
                Story.history(
                        Workload.CAS_REGISTER, Value.of(0), RandomHistory.events(1, CRASHING));
        for (long steps : new long[] {1, 100, 2000}) {
            Limits tight = new Limits(steps, 1 << 18, Patience.endless());
            assertThat(Linearizability.judge(history, tight))
                    .as("steps %s", steps)
                    .isNotInstanceOf(Verdict.Violated.class);
        }
    }

    private static Verdict judge(List<Event> events) {
        return Linearizability.judge(
                Story.history(Workload.CAS_REGISTER, Value.of(0), events), Limits.standard());
    }
}
