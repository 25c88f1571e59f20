package io.capstan.core.consistency;

import io.capstan.core.Invariant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The level that a request asks for, and what it takes instead where that cannot be had:
/// `linearizable else bounded(5s) else eventual`.
///
/// Invariants: at least one level, at most [#MAX_LEVELS]; each is weaker than the one before it. A
/// level aside of another (`causal` and `bounded(d)`) is no fallback for it: who asked for the one
/// would be told something of another kind.
public record LevelChoice(List<Consistency> levels) {
    /// The most levels in one choice; more is refused by [#parse].
    public static final int MAX_LEVELS = 4;

    private static final String NAMES =
            "linearizable, bounded(5s), causal, read_your_writes, monotonic_reads, eventual";

    public LevelChoice {
        levels = List.copyOf(levels);
        Invariant.check(!levels.isEmpty() && levels.size() <= MAX_LEVELS, "a choice of %s", levels);
        Invariant.check(misplaced(levels).isEmpty(), "%s are not from strong to weak", levels);
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
        return of(levels);
    }

    /// The choice of these levels, in this order.
    public static Parsed<LevelChoice> of(List<Consistency> levels) {
        if (levels.isEmpty()) return new Parsed.Mistake<>("no level is named; levels are " + NAMES);
        if (levels.size() > MAX_LEVELS)
            return new Parsed.Mistake<>(
                    levels.size() + " levels in one choice; the most are " + MAX_LEVELS);
        Optional<Consistency> misplaced = misplaced(levels);
        if (misplaced.isPresent())
            return new Parsed.Mistake<>(
                    misplaced.get()
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

    /// The first level that does not hold less than the one before it.
    private static Optional<Consistency> misplaced(List<Consistency> levels) {
        for (int i = 1; i < levels.size(); i++) {
            Consistency before = levels.get(i - 1);
            Consistency level = levels.get(i);
            if (!before.passes(level) || level.equals(before)) return Optional.of(level);
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return levels.stream().map(Consistency::toString).collect(Collectors.joining(" else "));
    }
}
