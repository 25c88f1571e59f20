package io.capstan.core.protocol;

import io.capstan.core.Invariant;
import java.time.Duration;

/// The settings of log-based replication. Every queue and batch of a replica has its bound here.
///
/// - `heartbeatInterval`: how often a leader with work pending speaks; the default is 100 ms.
/// - `electionTimeout`: the least time without a leader before a follower stands; the actual one is
///   drawn from [t, 2t). Default 1 s, at least three heartbeats.
/// - `maxClockDrift`: how much two monotonic clocks may differ in rate; a lease is shortened by it.
///   Default 0.01.
/// - `maxClockErrorMillis`: how far a wall clock may be off. Default 250.
/// - `maxAppendEntries`, `maxAppendBytes`: the most in one append message. Defaults 1,024 and 1
///   MiB.
/// - `maxInflightAppends`, `maxInflightBytes`: the most on the way to one follower. Defaults 64 and
///   4 MiB; beyond, the leader waits for acknowledgements.
/// - `maxUncommittedEntries`, `maxUncommittedBytes`: the most appended but not committed; beyond, a
///   command is refused with `CAP-1103`. Defaults 16,384 and 64 MiB.
/// - `maxPendingReads`: the most reads waiting for a confirmation; beyond, refused with `CAP-1103`.
///   Default 65,536.
/// - `retainedEntries`: how many applied entries stay in the log for slow followers before it is
///   compacted. Default 16,384.
/// - `snapshotChunkBytes`, `snapshotsAtOnce`, `snapshotBytesPerSecond`: the snapshot stream's part
///   size, streams a leader feeds at once, and throttle. Defaults 256 KiB, 2, 64 MiB/s.
/// - `promotionLag`: a learner whose match is within this many entries of the leader's last may
///   become a voter. Default 256.
/// - `quiesceAfter`: how long a caught-up shard stays idle before it stops its heartbeats. Default
///   5 s.
/// - `leases`: whether a leader may answer reads under its lease. Default true.
public record ReplicationOptions(
        Duration heartbeatInterval,
        Duration electionTimeout,
        double maxClockDrift,
        long maxClockErrorMillis,
        int maxAppendEntries,
        int maxAppendBytes,
        int maxInflightAppends,
        int maxInflightBytes,
        int maxUncommittedEntries,
        int maxUncommittedBytes,
        int maxPendingReads,
        int retainedEntries,
        int snapshotChunkBytes,
        int snapshotsAtOnce,
        int snapshotBytesPerSecond,
        int promotionLag,
        Duration quiesceAfter,
        boolean leases) {
    public static final ReplicationOptions DEFAULT =
            new ReplicationOptions(
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    0.01,
                    250,
                    1024,
                    1 << 20,
                    64,
                    4 << 20,
                    16_384,
                    64 << 20,
                    65_536,
                    16_384,
                    256 << 10,
                    2,
                    64 << 20,
                    256,
                    Duration.ofSeconds(5),
                    true);

    public ReplicationOptions {
        Invariant.check(
                electionTimeout.compareTo(heartbeatInterval.multipliedBy(3)) >= 0,
                "election timeout %s is below three heartbeats of %s",
                electionTimeout,
                heartbeatInterval);
        Invariant.check(maxClockDrift >= 0 && maxClockDrift < 0.5, "clock drift %s", maxClockDrift);
    }
}
