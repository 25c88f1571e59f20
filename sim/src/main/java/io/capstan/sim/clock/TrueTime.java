package io.capstan.sim.clock;

/// The simulated world's own time, which no node can see.
@FunctionalInterface
public interface TrueTime {
    /// Virtual nanoseconds since the world began.
    long nanos();
}
