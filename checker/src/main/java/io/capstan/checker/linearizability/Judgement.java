package io.capstan.checker.linearizability;

/// What an engine found out about the operations of one key.
sealed interface Judgement {
    /// Some order explains everything.
    record Linearizable() implements Judgement {}

    /// No order does.
    ///
    /// @param at the operation whose completion made it so, or [#SOMEWHERE]
    record Broken(int at) implements Judgement {
        /// The engine does not know which completion it was.
        static final int SOMEWHERE = -1;
    }

    /// A bound was reached first.
    record Undecided(String reason) implements Judgement {}
}
