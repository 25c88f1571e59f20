package io.capstan.membership.liveness;

import io.capstan.core.Invariant;
import java.time.Duration;

/// The bounds of the liveness layer.
///
/// - `interval`: between two heartbeats to one peer. Default 100 ms.
/// - `suspectAfter`: the silence after which a peer is suspected. Default 600 ms, so that some lost
///   heartbeats in a row pass unnoticed.
/// - `deadAfter`: the silence after which groups act. Default 2 s, above a usual pause of a process
///   and about one election timeout.
public record LivenessOptions(Duration interval, Duration suspectAfter, Duration deadAfter) {
    public static final LivenessOptions DEFAULT =
            new LivenessOptions(
                    Duration.ofMillis(100), Duration.ofMillis(600), Duration.ofSeconds(2));

    public LivenessOptions {
        Invariant.check(
                suspectAfter.compareTo(interval.multipliedBy(2)) >= 0,
                "suspected after %s, heartbeats every %s: one lost one would be enough",
                suspectAfter,
                interval);
        Invariant.check(
                deadAfter.compareTo(suspectAfter) > 0,
                "dead after %s, suspected after %s",
                deadAfter,
                suspectAfter);
    }
}
