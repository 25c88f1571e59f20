package io.capstan.core.time;

/// A reading of a hybrid logical clock: wall milliseconds in the upper 48 bits, a counter in the
/// lower 16.
///
/// Ordered as one number; greater means "not before". Physical part in milliseconds since 1970, 0
/// to 2^47-1 (about the year 6429). When the counter is full, [#next] carries into the
/// milliseconds.
///
/// Kulkarni et al., "Logical Physical Clocks and Consistent Snapshots in Globally Distributed
/// Databases" (2014), section 3.
public record HybridTime(long value) implements Comparable<HybridTime> {
    public static final HybridTime ZERO = new HybridTime(0);
    public static final HybridTime MAX = new HybridTime(Long.MAX_VALUE);
    static final int COUNTER_BITS = 16;

    public static HybridTime ofMillis(long wallMillis) {
        return new HybridTime(wallMillis << COUNTER_BITS);
    }

    public long millis() {
        return value >>> COUNTER_BITS;
    }

    public int counter() {
        return (int) (value & ((1 << COUNTER_BITS) - 1));
    }

    /// The least time after this one.
    public HybridTime next() {
        return new HybridTime(value + 1);
    }

    /// The greatest time before this one; [#ZERO] has none and stays.
    public HybridTime previous() {
        return value == 0 ? ZERO : new HybridTime(value - 1);
    }

    public HybridTime plusMillis(long millis) {
        return new HybridTime(value + (millis << COUNTER_BITS));
    }

    public boolean isAfter(HybridTime other) {
        return value > other.value;
    }

    public static HybridTime max(HybridTime one, HybridTime other) {
        return one.value >= other.value ? one : other;
    }

    @Override
    public int compareTo(HybridTime other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return millis() + "." + counter();
    }
}
