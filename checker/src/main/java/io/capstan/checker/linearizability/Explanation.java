package io.capstan.checker.linearizability;

import io.capstan.checker.history.History;
import io.capstan.checker.history.Operation;
import java.util.Arrays;
import java.util.List;

/// Puts a violation into words.
final class Explanation {
    private Explanation() {}

    static Counterexample of(
            History history, int[] rows, KeyHistory operations, Judgement.Broken broken) {
        List<Operation> part = Arrays.stream(operations.row).mapToObj(history::operation).toList();
        String last = broken.at() < 0 ? "" : part.get(broken.at()).deed();
        return new Counterexample(
                history.operation(rows[0]).key(),
                part,
                List.of("No order explains these " + part.size() + " operations. " + last));
    }
}
