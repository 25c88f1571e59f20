package io.capstan.sim.disk;

/// The simulated world's clock, as far as a device needs it. Time is the world's, in nanoseconds,
/// not any node's.
public interface Scheduler {
    long nanos();

    /// Runs the task after this delay, never at once.
    void after(long nanos, Runnable task);
}
