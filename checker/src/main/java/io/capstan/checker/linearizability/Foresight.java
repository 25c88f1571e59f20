package io.capstan.checker.linearizability;

/// What is known of the future.
@FunctionalInterface
interface Foresight {
    /// Whether any operation that has not completed yet may observe the value.
    boolean maySee(int value);

    /// Knows nothing, as while the history is being made.
    static Foresight none() {
        return value -> true;
    }
}
