package io.capstan.checker.linearizability;

/// What one engine may still spend on one key, counted down.
///
/// Bytes are estimates of our own, so that a bound is met before the heap is: an `OutOfMemoryError`
/// cannot be trusted to stop only us.
final class Budget {
    /// Steps between two looks at the caller's patience.
    private static final long STEPS_BETWEEN_LOOKS = 4096;

    private final Limits limits;
    private final long maxSteps;
    private long steps;
    private long bytes;
    private String exhausted = "";

    Budget(Limits limits, long maxSteps) {
        this.limits = limits;
        this.maxSteps = Math.min(maxSteps, limits.stepsPerKey());
    }

    /// Takes one step; false once a bound is reached.
    boolean step() {
        steps++;
        if (steps > maxSteps) {
            exhausted = "gave up after " + maxSteps + " steps; raise the step limit";
        } else if (steps % STEPS_BETWEEN_LOOKS == 0 && limits.patience().isOver()) {
            exhausted = "the time limit was reached; raise it";
        }
        return exhausted.isEmpty();
    }

    /// Takes memory; false once the bound is reached.
    boolean take(long more) {
        bytes += more;
        if (bytes > limits.memoryBytes()) {
            exhausted =
                    "the memory limit of "
                            + (limits.memoryBytes() >> 10)
                            + " KiB was reached; raise it";
        }
        return exhausted.isEmpty();
    }

    void giveBack(long fewer) {
        bytes -= fewer;
    }

    /// Steps taken so far.
    long steps() {
        return steps;
    }

    boolean isExhausted() {
        return !exhausted.isEmpty();
    }

    /// Why no answer came, for people; empty while there is budget left.
    String reason() {
        return exhausted;
    }
}
