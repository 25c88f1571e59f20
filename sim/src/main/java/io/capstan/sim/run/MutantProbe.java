package io.capstan.sim.run;

import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.law.Breach;
import io.capstan.sim.law.Court;
import io.capstan.sim.trial.Plan;
import io.capstan.sim.trial.Trial;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the trial of mutants calls, in the simulator compiled together with the mutant: only plain
/// types cross the border between the two.
public final class MutantProbe {
    private static final int LONGEST_REASON = 300;

    private MutantProbe() {}

    /// Runs seeds in order until one breaks a law. Returns
    /// `{"caughtAtSeed":17,"law":"linearizability","seedsTried":17,"why":"…"}`, with `null` for
    /// seed and law where none did. Whatever the mutant's code throws out of a run, an error of the
    /// JVM too (a stack or a heap that is full), is a catch: the law is `defect`.
    public static String run(
            String protocol, long fromSeed, long toSeed, int operations, boolean invariantsOff) {
        List<FaultKind> all = List.of(FaultKind.values());
        for (long seed = fromSeed; seed <= toSeed; seed++) {
            Optional<Breach> breach =
                    breach(Plan.draw(seed, protocol, operations, all, !invariantsOff));
            if (breach.isPresent())
                return answer(
                        Long.toString(seed),
                        "\"" + breach.get().law() + "\"",
                        seed - fromSeed + 1,
                        breach.get().story());
        }
        return answer("null", "null", toSeed - fromSeed + 1, "");
    }

    /// The world that threw is given up whole, so that catching even errors leaves nothing behind.
    private static Optional<Breach> breach(Plan plan) {
        try {
            return Trial.run(plan).breach();
        } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError thrown) {
            return Optional.of(new Breach(Court.DEFECT, 0, thrown.toString()));
        }
    }

    private static String answer(String seed, String law, long tried, String why) {
        return String.format(
                Locale.ROOT,
                "{\"caughtAtSeed\":%s,\"law\":%s,\"seedsTried\":%d,\"why\":\"%s\"}",
                seed,
                law,
                tried,
                oneLine(why));
    }

    private static String oneLine(String story) {
        String line = story.replaceAll("[\"\\\\\\p{Cntrl}]+", " ").strip();
        return line.substring(0, Math.min(line.length(), LONGEST_REASON));
    }
}
