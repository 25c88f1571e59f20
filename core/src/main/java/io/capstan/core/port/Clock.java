package io.capstan.core.port;

import io.capstan.core.time.TimeInterval;

/// The node's clocks.
public interface Clock {
    /// Never jumps back; may drift by `clock.max_drift`. Its zero means nothing.
    long monotonicNanos();

    /// The wall clock with its error bound.
    TimeInterval wall();
}
