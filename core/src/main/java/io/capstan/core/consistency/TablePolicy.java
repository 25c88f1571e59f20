package io.capstan.core.consistency;

import io.capstan.core.Invariant;
import io.capstan.core.shard.Partitioning;
import java.time.Duration;
import java.util.Optional;

/// What a table has chosen: how its copies agree, how many there are, how its keys are spread, and
/// how fresh its answers are.
///
/// - `replication`: the protocol's name.
/// - `replicas`: voters per shard, at least 1.
/// - `shards`: how many shards it is made with, at least 1.
/// - `versionAge`: how long old versions of a row stay readable.
/// - `consistency`: the level of a request that names none.
/// - `floor`: the weakest level that a request may ask for; empty: any.
public record TablePolicy(
        String replication,
        int replicas,
        int shards,
        Partitioning partitioning,
        Duration versionAge,
        Consistency consistency,
        Optional<Consistency> floor) {
    /// Three copies by Raft, twelve shards of the hash space, ten minutes of old versions.
    public static final TablePolicy DEFAULT =
            new TablePolicy(
                    "raft",
                    3,
                    12,
                    Partitioning.HASH,
                    Duration.ofMinutes(10),
                    Consistency.LINEARIZABLE,
                    Optional.empty());

    public TablePolicy {
        Invariant.check(replicas > 0, "%s replicas of %s shards", replicas, shards);
        Invariant.check(shards > 0, "%s shards of %s replicas", shards, replicas);
        Invariant.check(!versionAge.isNegative(), "versions stay %s", versionAge);
    }
}
