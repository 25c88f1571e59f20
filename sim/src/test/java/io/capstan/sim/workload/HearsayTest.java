package io.capstan.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.random.Randomness;
import io.capstan.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HearsayTest {
    private static final int WRITERS = 3;
    private static final int READERS = 4;

    private final List<Integer> askers = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private boolean mayAsk = true;
    private final Hearsay hearsay =
            new Hearsay(
                    WRITERS,
                    READERS,
                    new Randomness(1),
                    (reader, written, done) -> {
                        if (!mayAsk) return false;
                        askers.add(reader);
                        places.add(written.place());
                        answers.add(done);
                        return true;
                    });

    private void hears(Operation.Kind kind, Operation.Result result) {
        Operation operation =
                new Operation(
                        1,
                        1,
                        kind,
                        "t",
                        "k",
                        Optional.empty(),
                        Optional.of("v"),
                        Consistency.LINEARIZABLE,
                        0);
        operation.settle(result, Optional.empty(), HybridTime.ZERO, 1);
        hearsay.completed(operation);
    }

    @Test
    void aWriteThatIsAnsweredIsReadAtOnce() {
        for (int i = 0; i < 10; i++) hears(Operation.Kind.PUT, Operation.Result.OK);
        assertThat(askers).containsExactlyInAnyOrder(3, 4, 5, 6);
        assertThat(places).containsOnly("t/k");
    }

    @Test
    void nobodyReadsForAReadOrForAWriteOfUnknownOutcome() {
        for (int i = 0; i < 10; i++) {
            hears(Operation.Kind.GET, Operation.Result.OK);
            hears(Operation.Kind.PUT, Operation.Result.UNKNOWN);
            hears(Operation.Kind.CAS, Operation.Result.MISMATCH);
        }
        assertThat(askers).isEmpty();
    }

    @Test
    void aReaderAsksAgainOnceItHasItsAnswer() {
        for (int i = 0; i < 10; i++) hears(Operation.Kind.PUT, Operation.Result.OK);
        answers.forEach(Runnable::run);
        for (int i = 0; i < 10; i++) hears(Operation.Kind.PUT, Operation.Result.OK);
        assertThat(askers).hasSize(2 * READERS);
    }

    @Test
    void aReaderThatMayNotAskIsNotHeldForBusy() {
        mayAsk = false;
        for (int i = 0; i < 10; i++) hears(Operation.Kind.PUT, Operation.Result.OK);
        mayAsk = true;
        for (int i = 0; i < 10; i++) hears(Operation.Kind.PUT, Operation.Result.OK);
        assertThat(askers).hasSize(READERS);
    }
}
