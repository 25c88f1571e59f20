package io.capstan.checker.linearizability;

import io.capstan.checker.history.Operation;
import io.capstan.checker.history.Value;
import java.util.List;

/// Why a history is not linearizable: a part of it, as small as we could make it, that no order
/// explains.
///
/// The part proves the violation of the whole: only operations were left out whose absence cannot
/// turn an explainable history into an unexplainable one.
///
/// @param key the key whose operations they are; nil for workloads without keys
/// @param operations the part, by invocation
/// @param sentences the story, for people
public record Counterexample(Value key, List<Operation> operations, List<String> sentences) {
    public Counterexample {
        operations = List.copyOf(operations);
        sentences = List.copyOf(sentences);
    }
}
