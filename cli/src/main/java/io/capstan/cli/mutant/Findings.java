package io.capstan.cli.mutant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a search for one mutant has come upon: catches by laws that the mutant names, and what
/// other laws noticed.
final class Findings {
    private final Mutant mutant;
    private final List<Long> tries = new ArrayList<>();
    private final Map<String, Long> laws = new LinkedHashMap<>();
    private final Map<String, String> others = new LinkedHashMap<>();
    private long first;
    private long sinceCatch;

    Findings(Mutant mutant) {
        this.mutant = mutant;
    }

    int catches() {
        return tries.size();
    }

    /// A run broke a law, `tried` seeds after the run before.
    void add(long seed, long tried, Probe.Verdict verdict) {
        sinceCatch += tried;
        if (!mutant.laws().contains(verdict.law())) {
            others.putIfAbsent(verdict.law(), "seed " + seed + ": " + verdict.why());
            return;
        }
        if (tries.isEmpty()) first = seed;
        tries.add(sinceCatch);
        laws.merge(verdict.law(), 1L, Long::sum);
        sinceCatch = 0;
    }

    Trial trial(long fromSeed, long toSeed) {
        String aside =
                others.entrySet().stream()
                        .map(other -> other.getKey() + " at " + other.getValue())
                        .collect(Collectors.joining("; "));
        return tries.isEmpty()
                ? new Trial.Survived(fromSeed, toSeed, aside)
                : new Trial.Caught(first, String.join(", ", laws.keySet()), tries, aside);
    }
}
