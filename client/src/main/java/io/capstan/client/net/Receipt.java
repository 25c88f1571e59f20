package io.capstan.client.net;

import io.capstan.client.Errand;
import io.capstan.client.Finished;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.time.HybridTime;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// What is known of an answer beside its value. Nothing in it is guessed.
///
/// - `asked`, `held`: the level asked for, and the one that the answer holds: not the same where it
///   is a fallback's. A command has none: it is ordered by its shard's quorum, whatever else.
/// - `shardByShard`: the request may have gone over several shards, as a scan does; it then holds
///   its level in each of them and not as a whole.
/// - `shard`, `index`: the state that answered: the command's place in the log, or how far the
///   replica that was read had applied it. A scan goes from shard to shard; of it, those of the
///   last one.
/// - `stamp`: the command's time, or the newest version among the rows; empty where there are no
///   rows.
/// - `attempts`: how often the request was sent, at all levels together; `took`: from the asking to
///   the answer, as this process saw it.
/// - `contact`: the node that brought the answer. It may have had it from another one.
public record Receipt(
        Optional<Consistency> asked,
        Optional<Consistency> held,
        boolean shardByShard,
        ShardId shard,
        long index,
        Optional<HybridTime> stamp,
        int attempts,
        Duration took,
        Address contact) {
    private static final double NANOS_A_MILLI = 1e6;

    static Receipt of(Errand errand, Finished finished, Outcome.Done done, Address contact) {
        boolean command = errand.ask() instanceof Command;
        return new Receipt(
                command ? Optional.empty() : Optional.of(errand.levels().getFirst()),
                command ? Optional.empty() : Optional.of(finished.level()),
                errand.ask() instanceof Query.Scan,
                done.shard(),
                done.index(),
                Optional.of(done.stamp()).filter(stamp -> stamp.isAfter(HybridTime.ZERO)),
                finished.attempts(),
                Duration.ofNanos(finished.tookNanos()),
                contact);
    }

    /// Whether the answer holds less than what was asked for first.
    public boolean isFallback() {
        return !held.equals(asked);
    }

    /// One line: `level=eventual asked=causal shard=s4 index=10 stamp=1795.0 attempts=2
    /// took=1.250ms contact=127.0.0.1:7400`.
    @Override
    public String toString() {
        String levels =
                held.map(level -> "level=" + level + " asked=" + asked.orElse(level) + " ")
                                .orElse("")
                        + (shardByShard ? "scope=each-shard " : "");
        return String.format(
                Locale.ROOT,
                "%sshard=%s index=%d stamp=%s attempts=%d took=%.3fms contact=%s",
                levels,
                shard,
                index,
                stamp.map(HybridTime::toString).orElse("none"),
                attempts,
                took.toNanos() / NANOS_A_MILLI,
                contact);
    }
}
