package io.capstan.sim.law;

import io.capstan.core.actor.Address;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Position;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.time.HybridTime;
import io.capstan.sim.trace.Digest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Every replica of a shard applies the same command with the same outcome at the same index, also
/// when it applies again after a crash.
public final class AgreementLaw {
    private static final int FIRST_ROOM = 1_024;

    private final Court court;
    private final Map<ShardId, Applied> shards = new TreeMap<>();

    private static final class Applied {
        long[] digests = new long[FIRST_ROOM];
    }

    public AgreementLaw(Court court) {
        this.court = court;
    }

    public void applied(
            Address replica, Position at, HybridTime stamp, Command command, Outcome outcome) {
        Applied applied = shards.computeIfAbsent(replica.shard(), s -> new Applied());
        int index = index(at);
        if (index >= applied.digests.length)
            applied.digests = Arrays.copyOf(applied.digests, index * 2);
        long digest = digest(stamp, command, outcome);
        long known = applied.digests[index];
        if (known == 0) applied.digests[index] = digest;
        else if (known != digest)
            court.broken(
                    Court.AGREEMENT,
                    replica
                            + " applied "
                            + command.tag().id()
                            + " at index "
                            + index
                            + " with "
                            + outcome
                            + ";\nanother replica, or an earlier time, applied something else there"
                            + " or with another outcome.");
    }

    private static int index(Position at) {
        return switch (at) {
            case Position.Index(long value) -> Math.toIntExact(value);
        };
    }

    private static long digest(HybridTime stamp, Command command, Outcome outcome) {
        long who = Digest.join(command.tag().id().client().value(), command.tag().id().number());
        long digest = Digest.join(Digest.join(who, stamp.value()), Digest.of(outcome));
        return digest == 0 ? 1 : digest;
    }
}
