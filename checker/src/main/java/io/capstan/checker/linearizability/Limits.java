package io.capstan.checker.linearizability;

/// What a verdict may cost. Reaching a bound gives an unknown verdict.
///
/// @param stepsPerKey tries to place one operation, in each engine and for each key
/// @param memoryBytes heap for what the engines remember, beside the history itself
/// @param patience the caller's deadline
public record Limits(long stepsPerKey, long memoryBytes, Patience patience) {
    /// Some minutes of one core.
    public static final long STEPS_PER_KEY = 400_000_000L;

    /// Fits the default heap of a small machine.
    public static final long MEMORY_BYTES = 256L << 20;

    /// The bounds that suit an interactive answer.
    public static Limits standard() {
        return new Limits(STEPS_PER_KEY, MEMORY_BYTES, Patience.endless());
    }
}
