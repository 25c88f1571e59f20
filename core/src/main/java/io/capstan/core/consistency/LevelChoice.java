package io.capstan.core.consistency;

import io.capstan.core.Invariant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The level that a request asks for, and what it takes instead where that cannot be had:
/// `linearizable else bounded(5s) else eventual`.
///
/// Invariants: at least one level, at most [#MAX_LEVELS]; each is none of the levels before it nor
/// stronger than one, since what was refused before would be refused again.
public record LevelChoice(List<Consistency> levels) {
    /// The most levels in one choice; more is refused by [#parse].
    public static final int MAX_LEVELS = 4;

    private static final String NAMES =
            "linearizable, bounded(5s), causal, read_your_writes, monotonic_reads, eventual";

    public LevelChoice {
        levels = List.copyOf(levels);
        Invariant.check(!levels.isEmpty() && levels.size() <= MAX_LEVELS, "a choice of %s", levels);
        Invariant.check(useless(levels).isEmpty(), "%s would be refused again", levels);
    }

    public static LevelChoice of(Consistency level) {
        return new LevelChoice(List.of(level));
    }

    /// The level to try first.
    public Consistency first() {
        return levels.getFirst();
    }

    /// The levels to try after it, in this order.
    public List<Consistency> fallbacks() {
        return levels.subList(1, levels.size());
    }

    /// Reads levels joined by `else`.
    public static Parsed<LevelChoice> parse(String text) {
        List<Consistency> levels = new ArrayList<>();
        for (String part : text.strip().split("\\s+(?i:else)\\s+", -1)) {
            switch (level(part)) {
                case Parsed.Value<Consistency>(Consistency level) -> levels.add(level);
                case Parsed.Mistake<Consistency>(String message) -> {
                    return new Parsed.Mistake<>(message);
                }
            }
        }
        if (levels.size() > MAX_LEVELS)
            return new Parsed.Mistake<>(
                    levels.size() + " levels in one choice; the most are " + MAX_LEVELS);
        List<Consistency> useless = useless(levels);
        if (!useless.isEmpty())
            return new Parsed.Mistake<>(
                    useless.getFirst()
                            + " is not weaker than what it stands in for; order levels from strong"
                            + " to weak, as in 'linearizable else bounded(5s)'");
        return new Parsed.Value<>(new LevelChoice(levels));
    }

    /// Reads one level by its name.
    public static Parsed<Consistency> level(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "linearizable" -> new Parsed.Value<>(Consistency.LINEARIZABLE);
            case "causal" -> new Parsed.Value<>(Consistency.CAUSAL);
            case "read_your_writes" -> new Parsed.Value<>(Consistency.READ_YOUR_WRITES);
            case "monotonic_reads" -> new Parsed.Value<>(Consistency.MONOTONIC_READS);
            case "eventual" -> new Parsed.Value<>(Consistency.EVENTUAL);
            default -> bounded(text.strip(), name);
        };
    }

    private static Parsed<Consistency> bounded(String text, String name) {
        if (!name.startsWith("bounded"))
            return new Parsed.Mistake<>("no level is called '" + text + "'; levels are " + NAMES);
        if (!name.startsWith("bounded(") || !name.endsWith(")"))
            return new Parsed.Mistake<>(
                    "'" + text + "' does not say how stale an answer may be; write bounded(5s)");
        return switch (Durations.parse(name.substring("bounded(".length(), name.length() - 1))) {
            case Parsed.Mistake<Duration>(String message) -> new Parsed.Mistake<>(message);
            case Parsed.Value<Duration>(Duration staleness) ->
                    staleness.compareTo(Consistency.Bounded.MAX_STALENESS) < 0
                            ? new Parsed.Value<>(new Consistency.Bounded(staleness))
                            : new Parsed.Mistake<>(
                                    "'" + text + "' allows a year or more; ask for eventual");
        };
    }

    private static List<Consistency> useless(List<Consistency> levels) {
        List<Consistency> useless = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++)
            for (int before = 0; before < i; before++)
                if (levels.get(i).passes(levels.get(before))) useless.add(levels.get(i));
        return useless;
    }

    @Override
    public String toString() {
        return levels.stream().map(Consistency::toString).collect(Collectors.joining(" else "));
    }
}
