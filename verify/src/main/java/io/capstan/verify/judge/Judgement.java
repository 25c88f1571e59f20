package io.capstan.verify.judge;

import io.capstan.sim.workload.Operation;
import io.capstan.verify.plan.FaultKind;
import io.capstan.verify.record.Band;
import io.capstan.verify.record.Chronicle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The verdict on a whole run: what clients saw comes first, then whether they were served again,
/// then whether the run means anything at all.
///
/// A run without a successful read or write, or in which a fault that was asked for never struck,
/// has shown nothing: it is unknown, never valid.
public final class Judgement {
    private Judgement() {}

    /// `seen`: on the history alone; `unserved`: where healing did not bring every client back.
    public static Finding of(
            Finding seen,
            Optional<Finding> unserved,
            List<FaultKind> asked,
            List<Band> bands,
            Chronicle chronicle) {
        if (seen instanceof Finding.Broken) return seen;
        if (unserved.isPresent()) return unserved.get();
        if (seen instanceof Finding.Open) return seen;
        long reads = successes(chronicle, true);
        long writes = successes(chronicle, false);
        if (reads == 0 || writes == 0)
            return new Finding.Open(
                    "no " + (reads == 0 ? "read" : "write") + " succeeded, so nothing was shown");
        List<String> missing = missing(asked, bands);
        if (!missing.isEmpty())
            return new Finding.Open(
                    "the faults "
                            + String.join(", ", missing)
                            + " never struck; give a longer --duration");
        return new Finding.Holds(
                String.format(
                        Locale.ROOT,
                        "%s; %d reads and %d writes succeeded amid %d faults",
                        seen.sentence(),
                        reads,
                        writes,
                        bands.size()));
    }

    private static long successes(Chronicle chronicle, boolean reads) {
        return chronicle.entries().stream()
                .map(Chronicle.Entry::operation)
                .filter(o -> o.isRead() == reads && o.result() == Operation.Result.OK)
                .count();
    }

    private static List<String> missing(List<FaultKind> asked, List<Band> bands) {
        List<String> missing = new ArrayList<>();
        for (FaultKind kind : asked)
            if (bands.stream().noneMatch(b -> b.kind() == kind)) missing.add(kind.word());
        return missing;
    }
}
