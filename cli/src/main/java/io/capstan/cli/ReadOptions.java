package io.capstan.cli;

import io.capstan.client.net.Table;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.LevelChoice;
import io.capstan.core.consistency.Parsed;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How fresh a read must be.
final class ReadOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee = CommandSpec.create();

    private Optional<Consistency> level = Optional.empty();

    @Option(
            names = "--consistency",
            paramLabel = "LEVEL",
            description = {
                "How fresh: linearizable, bounded(5s), causal, read_your_writes,",
                "monotonic_reads or eventual (default: the table's own)."
            })
    void level(String text) {
        level =
                switch (LevelChoice.level(text)) {
                    case Parsed.Value<Consistency>(Consistency named) -> Optional.of(named);
                    case Parsed.Mistake<Consistency>(String message) ->
                            throw new ParameterException(
                                    mixee.commandLine(), "--consistency: " + message);
                };
    }

    Consistency of(Table table) {
        return level.orElseGet(() -> table.policy().consistency());
    }
}
