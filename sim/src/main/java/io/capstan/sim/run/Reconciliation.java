package io.capstan.sim.run;

import io.capstan.sim.trace.TraceHash;
import io.capstan.sim.trial.Plan;
import io.capstan.sim.trial.Trial;
import io.capstan.sim.trial.TrialResult;
import java.util.Optional;

/// One plan run twice, event held against event.
///
/// - `divergence`: the first event in which the runs differ, if they do.
public record Reconciliation(String firstHash, String secondHash, Optional<String> divergence) {
    public static Reconciliation of(Plan plan) {
        TraceHash kept = TraceHash.keeping();
        TrialResult first = Trial.run(plan, kept, Optional.empty());
        TrialResult second = Trial.run(plan, TraceHash.comparing(kept), Optional.empty());
        return new Reconciliation(first.traceHash(), second.traceHash(), second.divergence());
    }

    public boolean agrees() {
        return firstHash.equals(secondHash) && divergence.isEmpty();
    }
}
