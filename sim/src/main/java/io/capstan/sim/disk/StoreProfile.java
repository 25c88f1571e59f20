package io.capstan.sim.disk;

import io.capstan.core.Invariant;

/// How a simulated store behaves while nothing is wrong with it.
///
/// - `flushNanos`: the mean time of a flush.
/// - `flushOneIn`: after a write the store flushes by itself with this chance (one in so many), as
///   a real one does when a buffer is full.
/// - `capacityBytes`: all rows together.
public record StoreProfile(long flushNanos, int flushOneIn, long capacityBytes) {
    public static final StoreProfile DEFAULT = new StoreProfile(5_000_000, 64, Long.MAX_VALUE);

    public StoreProfile {
        Invariant.check(flushNanos > 0 && flushOneIn > 0, "flush %s", flushNanos, flushOneIn);
    }
}
