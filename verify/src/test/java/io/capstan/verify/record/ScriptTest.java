package io.capstan.verify.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.time.HybridTime;
import io.capstan.sim.workload.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What clients ask, and how answers are taken.
class ScriptTest {
    private static List<Operation> drawn(Workload workload, long seed, int count) {
        Script script = new Script(4, workload, Consistency.LINEARIZABLE, seed);
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < count; i++) operations.add(script.next(1, i * 10_000_000L));
        return operations;
    }

    private static List<String> told(List<Operation> operations) {
        return operations.stream().map(Operation::toString).toList();
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void theSameSeedAsksTheSame(Workload workload) {
        assertThat(told(drawn(workload, 1, 300)))
                .isEqualTo(told(drawn(workload, 1, 300)))
                .isNotEqualTo(told(drawn(workload, 2, 300)));
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void everyValueWrittenIsNew(Workload workload) {
        List<String> values =
                drawn(workload, 3, 2_000).stream().flatMap(o -> o.value().stream()).toList();
        assertThat(values).doesNotHaveDuplicates().hasSizeGreaterThan(500);
    }

    @Test
    void keysGoOutOfUse() {
        List<Operation> operations = drawn(Workload.KV, 1, 2_000);
        String early = operations.getFirst().key();
        assertThat(operations.subList(1_000, 2_000)).noneMatch(o -> o.key().equals(early));
    }

    @Test
    void aCompareAndSetExpectsWhatTheClientSawLast() {
        Script script = new Script(1, Workload.REGISTER, Consistency.LINEARIZABLE, 5);
        for (int i = 0; i < 500; i++) {
            Operation operation = script.next(1, 0);
            boolean known = operation.kind() == Operation.Kind.CAS && i > 50;
            if (known)
                assertThat(operation.expected())
                        .hasValueSatisfying(v -> assertThat(v).isNotEmpty());
            operation.settle(
                    Operation.Result.OK,
                    operation.isRead() ? Optional.of("9.9") : Optional.empty(),
                    HybridTime.ZERO,
                    1);
            script.learn(operation);
        }
    }

    @Test
    void aRefusalIsCertainAndAnUnknownOutcomeStaysOpen() {
        Chronicle chronicle = new Chronicle();
        Script script = new Script(1, Workload.REGISTER, Consistency.LINEARIZABLE, 5);
        long process = chronicle.newProcess();
        Operation refused = script.proof(process, 1);
        chronicle.begin(refused);
        String why =
                Answers.settle(refused, new Outcome.Refused(ErrorCode.NO_QUORUM, "no majority"), 2);
        chronicle.end(0, why, 3);
        Operation lost = script.proof(process, 3);
        chronicle.begin(lost);
        chronicle.end(1, Answers.settle(lost, new Outcome.Unknown("no answer"), 4), 1);

        assertThat(chronicle.entries().getFirst().reason()).contains("no majority");
        var history = chronicle.history();
        assertThat(history.outcome(0)).isEqualTo(io.capstan.checker.history.Outcome.FAIL);
        assertThat(history.outcome(1)).isEqualTo(io.capstan.checker.history.Outcome.INFO);
        assertThat(Count.of(chronicle, false)).isEqualTo(new Count(0, 0, 1, 1));
    }
}
