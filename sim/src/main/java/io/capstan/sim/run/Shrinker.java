package io.capstan.sim.run;

import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultSchedule;
import io.capstan.sim.law.Breach;
import io.capstan.sim.swarm.Load;
import io.capstan.sim.trial.Plan;
import io.capstan.sim.trial.Trial;
import io.capstan.sim.trial.TrialResult;
import java.util.ArrayList;
import java.util.List;

/// Makes a failing plan smaller while it still breaks the same law: first fewer faults, then fewer
/// operations and clients.
///
/// Zeller, Hildebrandt, "Simplifying and Isolating Failure-Inducing Input" (2002), the ddmin
/// algorithm.
public final class Shrinker {
    private final String law;
    private final int maxRuns;
    private TrialResult best;
    private int runs;

    private Shrinker(TrialResult failing, int maxRuns) {
        this.law = failing.breach().map(Breach::law).orElseThrow();
        this.best = failing;
        this.maxRuns = maxRuns;
    }

    /// The smallest failing run found within `maxRuns` runs; `failing` itself where none is
    /// smaller.
    public static TrialResult shrink(TrialResult failing, int maxRuns) {
        Shrinker shrinker = new Shrinker(failing, maxRuns);
        shrinker.cutTail();
        shrinker.faults();
        shrinker.load();
        return shrinker.best;
    }

    private boolean stillFails(Plan smaller) {
        if (runs >= maxRuns) return false;
        runs++;
        TrialResult result = Trial.run(smaller);
        boolean same = result.breach().map(Breach::law).filter(law::equals).isPresent();
        if (same) best = result;
        return same;
    }

    /// What was to happen after the failure cannot have caused it.
    private void cutTail() {
        long failedAt = best.breach().orElseThrow().nanos();
        List<Fault> before =
                best.plan().schedule().faults().stream()
                        .filter(fault -> fault.atNanos() <= failedAt)
                        .toList();
        stillFails(best.plan().with(new FaultSchedule(before)));
    }

    private void faults() {
        int parts = 2;
        List<Fault> all = best.plan().schedule().faults();
        while (!all.isEmpty() && runs < maxRuns) {
            if (dropOnePart(all, parts)) {
                all = best.plan().schedule().faults();
                parts = Math.max(2, parts - 1);
            } else if (parts >= all.size()) {
                return;
            } else {
                parts = Math.min(all.size(), parts * 2);
            }
        }
    }

    private boolean dropOnePart(List<Fault> all, int parts) {
        int size = (all.size() + parts - 1) / parts;
        for (int from = 0; from < all.size(); from += size) {
            List<Fault> rest = new ArrayList<>(all.subList(0, from));
            rest.addAll(all.subList(Math.min(all.size(), from + size), all.size()));
            if (stillFails(best.plan().with(new FaultSchedule(rest)))) return true;
        }
        return false;
    }

    private void load() {
        boolean smaller = true;
        while (smaller && runs < maxRuns) {
            Load load = best.plan().swarm().load();
            smaller =
                    (load.operations() > 8
                                    && tries(load.sized(load.operations() / 2, load.clients())))
                            || (load.clients() > 1
                                    && tries(load.sized(load.operations(), load.clients() / 2)));
        }
    }

    private boolean tries(Load smaller) {
        return stillFails(best.plan().with(best.plan().swarm().with(smaller)));
    }
}
