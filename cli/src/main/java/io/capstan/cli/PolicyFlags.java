package io.capstan.cli;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A table's policy as options of a command line: the same keys as everywhere, `version_age` as
/// `--version-age`. What a value means is not decided here
/// ([io.capstan.core.consistency.PolicyOptions]).
final class PolicyFlags {
    private record Flag(String key, String label, String description) {
        String option() {
            return "--" + key.replace('_', '-');
        }
    }

    private static final List<Flag> ALL =
            List.of(
                    new Flag("replication", "PROTOCOL", "How copies agree (default: raft)."),
                    new Flag("replicas", "N", "Copies of each shard (default: 3)."),
                    new Flag(
                            "shards",
                            "N",
                            "Shards to begin with (default: 12 by hash, 1 by range)."),
                    new Flag("partitioning", "HOW", "hash or range (default: hash)."),
                    new Flag("version_age", "TIME", "How long old versions stay (default: 10m)."),
                    new Flag(
                            "consistency",
                            "LEVEL",
                            "Of requests that name none (default: linearizable)."),
                    new Flag(
                            "consistency_floor",
                            "LEVEL",
                            "The weakest that a request may ask for (default: any)."));

    private final CommandSpec spec = CommandSpec.create();

    PolicyFlags() {
        for (Flag flag : ALL)
            spec.addOption(
                    OptionSpec.builder(flag.option())
                            .type(String.class)
                            .paramLabel(flag.label())
                            .description(flag.description())
                            .build());
    }

    /// To be mixed into a command.
    CommandSpec spec() {
        return spec;
    }

    /// Those that were given.
    SortedMap<String, String> given() {
        TreeMap<String, String> given = new TreeMap<>();
        for (Flag flag : ALL) {
            String value = spec.findOption(flag.option()).getValue();
            if (value != null) given.put(flag.key(), value);
        }
        return given;
    }
}
