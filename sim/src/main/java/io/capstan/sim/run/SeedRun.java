package io.capstan.sim.run;

import io.capstan.sim.trial.TrialResult;

/// One run, the real time it took, and the time of its thread on a processor, which others on the
/// machine do not stretch.
public record SeedRun(TrialResult result, long wallNanos, long cpuNanos) {
    public long seed() {
        return result.plan().seed();
    }
}
