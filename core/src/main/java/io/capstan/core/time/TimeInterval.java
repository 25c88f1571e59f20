package io.capstan.core.time;

import io.capstan.core.Invariant;
import java.util.Optional;

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

    /// Whether every moment of this interval is before every moment of the other: then the event of
    /// this one certainly happened first.
    public boolean isBefore(TimeInterval other) {
        return latestMillis < other.earliestMillis;
    }

    /// Whether the order of the two cannot be told.
    public boolean overlaps(TimeInterval other) {
        return !isBefore(other) && !other.isBefore(this);
    }

    /// What two clocks say together, where both keep their bounds; empty where they contradict each
    /// other: then at least one of them is broken.
    ///
    /// Marzullo, Owicki, "Maintaining the Time in a Distributed System" (1983).
    public Optional<TimeInterval> intersection(TimeInterval other) {
        if (!overlaps(other)) return Optional.empty();
        return Optional.of(
                new TimeInterval(
                        Math.max(earliestMillis, other.earliestMillis),
                        Math.min(latestMillis, other.latestMillis)));
    }

    /// The smallest interval that holds both.
    public TimeInterval hull(TimeInterval other) {
        return new TimeInterval(
                Math.min(earliestMillis, other.earliestMillis),
                Math.max(latestMillis, other.latestMillis));
    }

    public TimeInterval plusMillis(long millis) {
        return new TimeInterval(earliestMillis + millis, latestMillis + millis);
    }

    /// How long a commit at `stampMillis` must still wait before it may be shown, in milliseconds;
    /// 0 once the stamp has certainly passed.
    ///
    /// Law: of two commits, each stamped with the latest moment of its clock and shown after its
    /// wait, the one that began after the other was shown has the greater stamp (Spanner, section
    /// 4.2.1, commit wait).
    public long commitWaitMillis(long stampMillis) {
        return Math.max(0, stampMillis - earliestMillis + 1);
    }
}
