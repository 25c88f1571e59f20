package io.capstan.cli.mutant;

import io.capstan.cli.mutant.Probe.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tries mutants: patches the sources below `root` in memory and asks the simulator.
///
/// Stateless but for its settings, so several threads may use one.
public final class Trials {
    /// Catches that make a median; a search ends there even where seeds are left.
    public static final int FOR_A_MEDIAN = 5;

    private final Path root;
    private final ClassLoader capstan;
    private final String probe;

    /// `capstan` holds the built classes; `probe` names the class described at [Probe].
    Trials(Path root, ClassLoader capstan, String probe) {
        this.root = root;
        this.capstan = capstan;
        this.probe = probe;
    }

    /// Trials of the sources below `root` with the simulator of the running command.
    public static Trials of(Path root) {
        return new Trials(root, Trials.class.getClassLoader(), Probe.SIMULATOR);
    }

    /// Replays the recorded seed: the mutant must be caught by a law it names, and unbroken code
    /// must pass the very same run.
    public Trial replay(Mutant mutant) {
        if (mutant.seed() == Mutant.UNRECORDED) return new Trial.Unrecorded();
        try {
            Verdict verdict = ask(mutated(mutant), mutant, mutant.seed(), mutant.seed());
            if (verdict.caughtAt().isEmpty())
                return new Trial.Survived(mutant.seed(), mutant.seed(), "");
            if (!mutant.laws().contains(verdict.law())) {
                return new Trial.Spoilt(
                        "caught by "
                                + verdict.law()
                                + ", which its header does not name: "
                                + verdict.why());
            }
            Verdict control = ask(Probe.in(capstan, probe), mutant, mutant.seed(), mutant.seed());
            if (control.caughtAt().isPresent()) {
                return new Trial.Spoilt(
                        "the unbroken code fails the same seed by "
                                + control.law()
                                + "; mend that first");
            }
            return new Trial.Caught(mutant.seed(), verdict.law(), List.of(1L), "");
        } catch (BadMutant e) {
            return new Trial.Spoilt(String.valueOf(e.getMessage()));
        }
    }

    /// Runs seeds `fromSeed` to `toSeed` and goes on behind each catch until there are `enough`, so
    /// that a median can be told. A catch by a law that the mutant does not name is none, but it is
    /// told.
    public Trial search(Mutant mutant, long fromSeed, long toSeed, int enough) {
        try {
            Probe broken = mutated(mutant);
            var found = new Findings(mutant);
            long from = fromSeed;
            while (from <= toSeed && found.catches() < enough) {
                Verdict verdict = ask(broken, mutant, from, toSeed);
                if (verdict.caughtAt().isEmpty()) break;
                long seed = verdict.caughtAt().getAsLong();
                found.add(seed, seed - from + 1, verdict);
                from = seed + 1;
            }
            return found.trial(fromSeed, toSeed);
        } catch (BadMutant e) {
            return new Trial.Spoilt(String.valueOf(e.getMessage()));
        }
    }

    /// Applies and compiles a mutant without running it: its class files by class name.
    public Map<String, byte[]> build(Mutant mutant) throws BadMutant {
        return Compilation.compile(mutant.name(), patched(mutant));
    }

    private static Verdict ask(Probe probe, Mutant mutant, long fromSeed, long toSeed)
            throws BadMutant {
        return probe.run(
                mutant.protocol(), fromSeed, toSeed, mutant.operations(), mutant.invariantsOff());
    }

    private Probe mutated(Mutant mutant) throws BadMutant {
        Map<String, byte[]> classes = Compilation.compile(mutant.name(), patched(mutant));
        return Probe.in(new MutantLoader(classes, capstan), probe);
    }

    private Map<String, String> patched(Mutant mutant) throws BadMutant {
        var sources = new LinkedHashMap<String, String>();
        for (UnifiedDiff.Change change : mutant.diff().changes()) {
            sources.put(
                    change.path(),
                    UnifiedDiff.apply(mutant.name(), change, source(mutant, change.path())));
        }
        return sources;
    }

    private String source(Mutant mutant, String path) throws BadMutant {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root))
            throw new BadMutant(mutant.name() + ": " + path + " is outside the sources");
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BadMutant(mutant.name() + ": no longer applies: there is no " + path);
        }
    }
}
