package io.capstan.node.host;

import io.capstan.core.port.Clock;
import io.capstan.core.time.HybridClock;
import io.capstan.core.time.Now;
import io.capstan.core.time.TimeInterval;

/// The node's clocks together: two of the outside, and the one hybrid clock.
final class HostClock {
    private final Clock clock;
    private final HybridClock hybrid;
    private long monotonicNanos;
    private TimeInterval wall;

    /// `maxErrorMillis`: how far a wall clock may be off. Two clocks may then differ by twice that,
    /// and a time further ahead is not believed.
    HostClock(Clock clock, long maxErrorMillis) {
        this.clock = clock;
        hybrid = new HybridClock(2 * maxErrorMillis);
        monotonicNanos = clock.monotonicNanos();
        wall = clock.wall();
    }

    HybridClock hybrid() {
        return hybrid;
    }

    /// Reads the clocks of the outside: after the inputs of a turn were taken in, before any of
    /// them is looked at.
    void read() {
        monotonicNanos = clock.monotonicNanos();
        wall = clock.wall();
    }

    /// What the last reading said.
    TimeInterval wall() {
        return wall;
    }

    long wallMillis() {
        return wall.millis();
    }

    /// The turn's time: past every hybrid time that has been observed.
    Now now() {
        return new Now(monotonicNanos, wall, hybrid.tick(wall.millis()));
    }
}
