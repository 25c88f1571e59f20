package io.capstan.server.config;

import io.capstan.core.protocol.ReplicationOptions;
import java.time.Duration;
import java.util.List;

/// How copies agree and catch up: [ReplicationOptions], which says what each of them means and has
/// the defaults.
final class RaftSchema {
    private static final ReplicationOptions USUAL = ReplicationOptions.DEFAULT;
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long MILLION = 1_000_000;

    static final Setting<Duration> HEARTBEAT_INTERVAL =
            Setting.of(
                    "raft.heartbeat_interval",
                    Amount.time(Duration.ofMillis(5), Duration.ofSeconds(10)),
                    USUAL.heartbeatInterval(),
                    "How often a leader speaks while its shard has work.");

    static final Setting<Duration> ELECTION_TIMEOUT =
            Setting.of(
                            "raft.election_timeout",
                            Amount.time(Duration.ofMillis(50), Duration.ofMinutes(1)),
                            USUAL.electionTimeout(),
                            "How long without a leader before a follower stands, at least; up to"
                                    + " twice that.")
                    .ofTheCluster();

    static final Setting<Boolean> LEASES =
            Setting.of(
                    "raft.leases",
                    new Switch(),
                    USUAL.leases(),
                    "Whether a leader answers reads under its lease, without a round to the others.");

    static final Setting<Long> APPEND_ENTRIES =
            Setting.of(
                    "raft.append_entries",
                    Amount.count("entries", 1, 65_536),
                    (long) USUAL.maxAppendEntries(),
                    "The most entries in one message to a follower.");

    /// One entry alone may be larger; with it a frame stays within its bound.
    static final Setting<Long> APPEND_SIZE =
            Setting.of(
                    "raft.append_size",
                    Amount.size(4 * KIB, 4 * MIB),
                    (long) USUAL.maxAppendBytes(),
                    "The most bytes in one message to a follower, unless one entry has more.");

    static final Setting<Long> INFLIGHT_APPENDS =
            Setting.of(
                    "raft.inflight_appends",
                    Amount.count("messages", 1, 4_096),
                    (long) USUAL.maxInflightAppends(),
                    "The most messages on the way to one follower; then the leader waits for it.");

    static final Setting<Long> INFLIGHT_SIZE =
            Setting.of(
                    "raft.inflight_size",
                    Amount.size(64 * KIB, GIB),
                    (long) USUAL.maxInflightBytes(),
                    "The most bytes on the way to one follower; then the leader waits for it.");

    static final Setting<Long> UNCOMMITTED_ENTRIES =
            Setting.of(
                    "raft.uncommitted_entries",
                    Amount.count("entries", 1, MILLION),
                    (long) USUAL.maxUncommittedEntries(),
                    "The most entries of a shard not committed yet; then writes are refused"
                            + " (CAP-1103).");

    static final Setting<Long> UNCOMMITTED_SIZE =
            Setting.of(
                    "raft.uncommitted_size",
                    Amount.size(MIB, GIB),
                    (long) USUAL.maxUncommittedBytes(),
                    "The most bytes of a shard not committed yet; then writes are refused"
                            + " (CAP-1103).");

    static final Setting<Long> PENDING_READS =
            Setting.of(
                    "raft.pending_reads",
                    Amount.count("reads", 1, MILLION),
                    (long) USUAL.maxPendingReads(),
                    "The most reads of a shard that wait for a round; then reads are refused"
                            + " (CAP-1103).");

    static final Setting<Long> RETAINED_ENTRIES =
            Setting.of(
                    "raft.retained_entries",
                    Amount.count("entries", 16, 10 * MILLION),
                    (long) USUAL.retainedEntries(),
                    "How many applied entries stay in the log for followers that are behind.");

    static final Setting<Long> PROMOTION_LAG =
            Setting.of(
                    "raft.promotion_lag",
                    Amount.count("entries", 0, MILLION),
                    (long) USUAL.promotionLag(),
                    "How far behind a new copy may be when it gets its vote.");

    static final Setting<Duration> QUIESCE_AFTER =
            Setting.of(
                    "raft.quiesce_after",
                    Amount.time(Duration.ofMillis(100), Duration.ofDays(1)),
                    USUAL.quiesceAfter(),
                    "How long a shard is idle before its heartbeats stop.");

    static final Setting<Long> SNAPSHOT_CHUNK =
            Setting.of(
                    "snapshot.chunk_size",
                    Amount.size(4 * KIB, 4 * MIB),
                    (long) USUAL.snapshotChunkBytes(),
                    "About how many bytes one part of a snapshot has.");

    static final Setting<Long> SNAPSHOTS_AT_ONCE =
            Setting.of(
                    "snapshot.at_once",
                    Amount.count("snapshots", 1, 64),
                    (long) USUAL.snapshotsAtOnce(),
                    "How many followers of a shard are fed a snapshot at once.");

    static final Setting<Long> SNAPSHOT_RATE =
            Setting.of(
                    "snapshot.rate",
                    Amount.size(64 * KIB, GIB),
                    (long) USUAL.snapshotBytesPerSecond(),
                    "How many bytes of snapshots a shard's leader sends in a second.");

    static final List<Setting<?>> ALL =
            List.of(
                    HEARTBEAT_INTERVAL,
                    ELECTION_TIMEOUT,
                    LEASES,
                    APPEND_ENTRIES,
                    APPEND_SIZE,
                    INFLIGHT_APPENDS,
                    INFLIGHT_SIZE,
                    UNCOMMITTED_ENTRIES,
                    UNCOMMITTED_SIZE,
                    PENDING_READS,
                    RETAINED_ENTRIES,
                    PROMOTION_LAG,
                    QUIESCE_AFTER,
                    SNAPSHOT_CHUNK,
                    SNAPSHOTS_AT_ONCE,
                    SNAPSHOT_RATE);

    private RaftSchema() {}
}
