package io.capstan.replication.raft;

import io.capstan.core.protocol.ReplicationOptions;
import java.time.Duration;
import java.util.function.Consumer;

/// Settings that a story needs to differ from the default.
final class Options {
    int appendEntries = ReplicationOptions.DEFAULT.maxAppendEntries();
    int inflightAppends = ReplicationOptions.DEFAULT.maxInflightAppends();
    int uncommittedEntries = ReplicationOptions.DEFAULT.maxUncommittedEntries();
    int pendingReads = ReplicationOptions.DEFAULT.maxPendingReads();
    int retained = ReplicationOptions.DEFAULT.retainedEntries();
    int snapshotsAtOnce = ReplicationOptions.DEFAULT.snapshotsAtOnce();
    int snapshotBytesPerSecond = ReplicationOptions.DEFAULT.snapshotBytesPerSecond();
    int promotionLag = ReplicationOptions.DEFAULT.promotionLag();
    Duration quiesceAfter = Duration.ofDays(1);
    boolean leases = true;

    private Options() {}

    static ReplicationOptions with(Consumer<Options> change) {
        Options options = new Options();
        change.accept(options);
        return options.build();
    }

    private ReplicationOptions build() {
        ReplicationOptions d = ReplicationOptions.DEFAULT;
        return new ReplicationOptions(
                d.heartbeatInterval(),
                d.electionTimeout(),
                d.maxClockDrift(),
                d.maxClockErrorMillis(),
                appendEntries,
                d.maxAppendBytes(),
                inflightAppends,
                d.maxInflightBytes(),
                uncommittedEntries,
                d.maxUncommittedBytes(),
                pendingReads,
                retained,
                d.snapshotChunkBytes(),
                snapshotsAtOnce,
                snapshotBytesPerSecond,
                promotionLag,
                quiesceAfter,
                leases);
    }
}
