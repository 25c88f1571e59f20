package io.capstan.sim.run;

import io.capstan.core.Invariant;
import io.capstan.sim.fault.FaultKind;
import java.util.List;

/// Which seeds are run, and how: `fromSeed` to `toSeed`, both included, each with so many
/// operations, on so many threads at once.
public record CampaignOptions(
        String protocol,
        long fromSeed,
        long toSeed,
        int operations,
        List<FaultKind> faults,
        boolean invariants,
        int threads) {
    public CampaignOptions {
        Invariant.check(fromSeed <= toSeed, "seeds %s..%s", fromSeed, toSeed);
        Invariant.check(operations > 0 && threads > 0, "%s, %s", operations, threads);
        faults = List.copyOf(faults);
    }

    public long seeds() {
        return toSeed - fromSeed + 1;
    }
}
