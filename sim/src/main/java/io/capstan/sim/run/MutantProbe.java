package io.capstan.sim.run;

import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.law.Breach;
import io.capstan.sim.trial.Plan;
import io.capstan.sim.trial.Trial;
import java.util.List;
import java.util.Optional;

/// What the trial of mutants calls, in the simulator compiled together with the mutant: only plain
/// types cross the border between the two.
public final class MutantProbe {
    private MutantProbe() {}

    /// Runs seeds in order until one breaks a law. Returns
    /// `{"caughtAtSeed":17,"law":"linearizability","seedsTried":17}`, with `null` for seed and law
    /// where none did. An exception out of the mutant's code is a catch too: the law is `defect`.
    public static String run(
            String protocol, long fromSeed, long toSeed, int operations, boolean invariantsOff) {
        List<FaultKind> all = List.of(FaultKind.values());
        for (long seed = fromSeed; seed <= toSeed; seed++) {
            Optional<String> law =
                    lawBroken(Plan.draw(seed, protocol, operations, all, !invariantsOff));
            if (law.isPresent())
                return answer(Long.toString(seed), "\"" + law.get() + "\"", seed - fromSeed + 1);
        }
        return answer("null", "null", toSeed - fromSeed + 1);
    }

    private static Optional<String> lawBroken(Plan plan) {
        return Trial.run(plan).breach().map(Breach::law);
    }

    private static String answer(String seed, String law, long tried) {
        return "{\"caughtAtSeed\":" + seed + ",\"law\":" + law + ",\"seedsTried\":" + tried + "}";
    }
}
