package io.capstan.checker.linearizability;

/// Whether the caller still wants to wait. The module has no clock; a deadline comes in as this.
@FunctionalInterface
public interface Patience {
    /// True once the answer is no longer wanted; asked every few thousand steps.
    boolean isOver();

    /// Waits for as long as the other bounds allow.
    static Patience endless() {
        return () -> false;
    }
}
