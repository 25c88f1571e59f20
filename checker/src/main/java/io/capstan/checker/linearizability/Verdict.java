package io.capstan.checker.linearizability;

/// The answer about a whole history.
public sealed interface Verdict {
    /// The history is linearizable.
    record Valid() implements Verdict {}

    /// It is not, and this is why.
    record Violated(Counterexample counterexample) implements Verdict {}

    /// A bound was reached before an answer was found; nothing was found against the history.
    record Unknown(String reason) implements Verdict {}
}
