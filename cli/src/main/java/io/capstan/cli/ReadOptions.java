package io.capstan.cli;

import io.capstan.client.Wish;
import io.capstan.client.net.Table;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.LevelChoice;
import io.capstan.core.consistency.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How fresh a read must be, and what it takes instead.
final class ReadOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee = CommandSpec.create();

    private Optional<Consistency> level = Optional.empty();

    @Option(
            names = {"--level", "--consistency"},
            paramLabel = "LEVEL",
            description =
                    "How fresh: linearizable, bounded(5s), causal, read_your_writes, "
                            + "monotonic_reads or eventual (default: the table's own).")
    void level(String text) {
        level = Optional.of(parsed("--level", text));
    }

    @Option(
            names = "--fallback",
            paramLabel = "LEVEL",
            description =
                    "A weaker level to take where the answer is not to be had at the "
                            + "one before it in half of the time. May be repeated, from strong "
                            + "to weak.")
    private List<String> fallbacks = List.of();

    private Consistency parsed(String option, String text) {
        return switch (LevelChoice.level(text)) {
            case Parsed.Value<Consistency>(Consistency named) -> named;
            case Parsed.Mistake<Consistency>(String message) ->
                    throw usage(option + ": " + message);
        };
    }

    /// Refuses what is wrong whatever the table's own level is, before a node is asked.
    void check() {
        choice(level.orElse(Consistency.LINEARIZABLE));
    }

    /// Whether an answer may be taken that needs no leader, as far as the options say.
    boolean mayBeWeak() {
        return !fallbacks.isEmpty()
                || level.map(named -> !named.equals(Consistency.LINEARIZABLE)).orElse(false);
    }

    /// What a read of this table wishes.
    Wish of(Table table) {
        return Wish.at(choice(level.orElseGet(() -> table.policy().consistency())));
    }

    private LevelChoice choice(Consistency first) {
        List<Consistency> levels = new ArrayList<>(List.of(first));
        for (String fallback : fallbacks) levels.add(parsed("--fallback", fallback));
        return switch (LevelChoice.of(levels)) {
            case Parsed.Value<LevelChoice>(LevelChoice choice) -> choice;
            case Parsed.Mistake<LevelChoice>(String message) ->
                    throw usage("--fallback: " + message);
        };
    }

    private ParameterException usage(String problem) {
        return new ParameterException(mixee.commandLine(), problem);
    }
}
