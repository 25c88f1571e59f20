package io.capstan.sim.network;

import io.capstan.core.random.Randomness;
import io.capstan.sim.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/// One direction between two places: its regime of the moment and what is wrong with it.
///
/// Several faults may lie on a link at once; each takes off exactly what it put on.
final class Link {
    /// The most frames on the way on one link; beyond it, new ones are lost.
    static final int MAX_IN_FLIGHT = 2_048;

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final int TAIL = 64;

    final Randomness random;
    private boolean rough;
    private long regimeUntil;
    private int cuts;
    private @Nullable FaultKind cutBy;
    double extraDrop;
    double extraDuplicate;
    long extraDelayNanos;
    long jitterNanos;
    long repeatNanos;
    long clogUntil;
    long lastArrival;
    int inFlight;

    Link(Randomness random) {
        this.random = random;
    }

    /// How long the next frame takes, in nanoseconds: the mean of the regime times an exponential
    /// draw, cut at a long tail.
    long latency(Weather weather, long now) {
        if (now >= regimeUntil) turnRegime(weather, now);
        long mean = (rough ? weather.roughMicros() : weather.calmMicros()) * MICRO;
        double draw = Math.min(TAIL, -StrictMath.log(1 - random.nextDouble()));
        return mean / 4 + (long) (mean * 0.75 * draw);
    }

    private void turnRegime(Weather weather, long now) {
        rough = regimeUntil != 0 && !rough;
        long mean = (rough ? weather.roughMillis() : weather.calmMillis()) * MILLI;
        regimeUntil = now + mean / 2 + random.below(mean);
    }

    boolean isCut() {
        return cuts > 0;
    }

    /// The newest partition that lies on this link.
    @Nullable FaultKind cutBy() {
        return cutBy;
    }

    void cut(FaultKind by) {
        cuts++;
        cutBy = by;
    }

    void mend() {
        if (cuts > 0) cuts--;
    }

    void wellAgain() {
        cuts = 0;
        extraDrop = 0;
        extraDuplicate = 0;
        extraDelayNanos = 0;
        jitterNanos = 0;
        repeatNanos = 0;
        clogUntil = 0;
    }
}
