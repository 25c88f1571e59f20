package io.capstan.sim.trial;

import io.capstan.sim.fault.FeltFaults;
import io.capstan.sim.law.Breach;
import io.capstan.sim.workload.Tally;
import java.util.Optional;

/// What became of one run.
///
/// - `breach`: the first law broken, if any.
/// - `unknown`: why the history could not be judged, if it could not.
/// - `tally`: the operations begun before healing. `restMillis`: how long after healing everything
///   had come to rest, in virtual milliseconds.
/// - `divergence`: where this run parted from the one it was compared with, if it did.
public record TrialResult(
        Plan plan,
        Optional<Breach> breach,
        Optional<String> unknown,
        Tally tally,
        FeltFaults felt,
        Counters counters,
        long withheld,
        long changesDone,
        long virtualNanos,
        long restMillis,
        String traceHash,
        Optional<String> divergence) {
    public boolean isViolated() {
        return breach.isPresent();
    }
}
