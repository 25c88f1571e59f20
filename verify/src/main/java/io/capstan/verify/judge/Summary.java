package io.capstan.verify.judge;

import io.capstan.verify.plan.FaultKind;
import io.capstan.verify.record.Band;
import io.capstan.verify.record.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A run in a few lines, the verdict first.
public final class Summary {
    /// Sentences of a story that a terminal shows; the report has all.
    private static final int MAX_STORY = 24;

    private Summary() {}

    public static List<String> of(Account account) {
        List<String> lines = new ArrayList<>();
        lines.add(account.finding().word() + ": " + account.finding().sentence());
        if (account.finding() instanceof Finding.Broken(var _, List<String> story, var _))
            story.stream().skip(1).limit(MAX_STORY).forEach(s -> lines.add("  " + s));
        lines.add("  reads   " + line(Count.of(account.chronicle(), true)));
        lines.add("  writes  " + line(Count.of(account.chronicle(), false)));
        lines.add("  faults  " + faults(account.bands()));
        if (account.healedNanos() > 0)
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "  healed  every client served %.2f s after all nodes were up",
                            (account.servedNanos() - account.healedNanos()) / 1e9));
        account.notes().forEach(note -> lines.add("  note    " + note));
        return lines;
    }

    private static String line(Count count) {
        return String.format(
                Locale.ROOT,
                "%,d: %,d ok, %,d found another value, %,d refused, %,d unknown (%.0f %% answered)",
                count.all(),
                count.ok(),
                count.mismatch(),
                count.refused(),
                count.unknown(),
                100 * count.answered());
    }

    private static String faults(List<Band> bands) {
        Map<FaultKind, Integer> counts = new TreeMap<>();
        bands.forEach(b -> counts.merge(b.kind(), 1, Integer::sum));
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(e -> e.getValue() + " " + e.getKey().word())
                        .collect(Collectors.joining(", "));
    }
}
