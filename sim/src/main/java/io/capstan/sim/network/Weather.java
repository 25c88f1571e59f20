package io.capstan.sim.network;

import io.capstan.core.Invariant;

/// What the network of one run is like when nothing special happens to it.
///
/// Every link has a regime of its own: mostly small latencies, at times a burst of large ones. Such
/// a mixture finds more than one smooth distribution, because orders that are otherwise rare come
/// in runs.
///
/// - `calmMicros`, `roughMicros`: the mean latency in either regime, in microseconds.
/// - `calmMillis`, `roughMillis`: how long a regime lasts on average, in milliseconds.
/// - `drop`, `duplicate`, `corrupt`: the chance that a frame is lost, repeated, or has a bit
///   flipped.
public record Weather(
        long calmMicros,
        long roughMicros,
        long calmMillis,
        long roughMillis,
        double drop,
        double duplicate,
        double corrupt) {
    /// Nothing is lost and every frame takes about half a millisecond.
    public static final Weather FAIR = new Weather(500, 500, 10_000, 1, 0, 0, 0);

    public Weather {
        Invariant.check(
                calmMicros > 0 && roughMicros > 0, "latency %s %s", calmMicros, roughMicros);
        Invariant.check(calmMillis > 0 && roughMillis > 0, "regime %s %s", calmMillis, roughMillis);
    }
}
