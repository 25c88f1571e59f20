package io.capstan.cli;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A table's policy as options of a command line: the same keys as everywhere, `version_age` as
/// `--version-age`. What a value means is not decided here
/// ([io.capstan.core.consistency.PolicyOptions]).
final class PolicyFlags {
    private final TreeMap<String, String> given = new TreeMap<>();

    /// Those that were given.
    SortedMap<String, String> given() {
        return given;
    }

    private void give(String key, @Nullable String value) {
        if (value != null) given.put(key, value);
    }

    @Option(
            names = "--replication",
            paramLabel = "PROTOCOL",
            description = "How copies agree (default: raft).")
    void replication(String value) {
        give("replication", value);
    }

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "Copies of each shard (default: 3).")
    void replicas(String value) {
        give("replicas", value);
    }

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "Shards to begin with (default: 12 by hash, 1 by range).")
    void shards(String value) {
        give("shards", value);
    }

    @Option(
            names = "--partitioning",
            paramLabel = "HOW",
            description = "hash or range (default: hash).")
    void partitioning(String value) {
        give("partitioning", value);
    }

    @Option(
            names = "--version-age",
            paramLabel = "TIME",
            description = "How long old versions stay (default: 10m).")
    void versionAge(String value) {
        give("version_age", value);
    }

    @Option(
            names = "--consistency",
            paramLabel = "LEVEL",
            description = "Of requests that name none (default: linearizable).")
    void consistency(String value) {
        give("consistency", value);
    }

    @Option(
            names = "--consistency-floor",
            paramLabel = "LEVEL",
            description = "The weakest that a request may ask for (default: any).")
    void consistencyFloor(String value) {
        give("consistency_floor", value);
    }
}
