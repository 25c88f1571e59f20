package io.capstan.core.time;

import io.capstan.core.Invariant;

/// What a wall clock is worth: the true time lies within `[earliestMillis, latestMillis]`, in
/// milliseconds since 1970, as long as the clock keeps its stated error bound.
///
/// Corbett et al., "Spanner" (2012), section 3 (TrueTime).
public record TimeInterval(long earliestMillis, long latestMillis) {
    public TimeInterval {
        Invariant.check(
                earliestMillis <= latestMillis, "interval %s..%s", earliestMillis, latestMillis);
    }

    public static TimeInterval around(long wallMillis, long errorMillis) {
        return new TimeInterval(wallMillis - errorMillis, wallMillis + errorMillis);
    }

    /// The clock's own reading: the middle.
    public long millis() {
        return earliestMillis + (latestMillis - earliestMillis) / 2;
    }

    /// Whether `millis` has certainly passed.
    public boolean isAfter(long millis) {
        return earliestMillis > millis;
    }

    /// Whether `millis` has certainly not been reached.
    public boolean isBefore(long millis) {
        return latestMillis < millis;
    }
}
