package io.capstan.server.config;

import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.membership.liveness.LivenessOptions;
import io.capstan.node.host.HostOptions;
import io.capstan.storage.log.LogOptions;
import java.time.Duration;
import java.util.List;

/// Clocks, the heartbeats between nodes, the log and the store: [LivenessOptions], [LogOptions] and
/// [HostOptions], which have the defaults.
final class HostSchema {
    private static final HostOptions USUAL = HostOptions.named("any", "any");
    private static final LivenessOptions LIVENESS = LivenessOptions.DEFAULT;
    private static final LogOptions LOG = LogOptions.DEFAULT;
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final Duration MILLI = Duration.ofMillis(1);

    static final Setting<Duration> CLOCK_ERROR =
            Setting.of(
                            "clock.max_error",
                            Amount.time(MILLI, Duration.ofSeconds(10)),
                            Duration.ofMillis(ReplicationOptions.DEFAULT.maxClockErrorMillis()),
                            "How far a machine's wall clock may be off; what is promised in time"
                                    + " rests on it.")
                    .ofTheCluster();

    static final Setting<Double> CLOCK_DRIFT =
            Setting.of(
                    "clock.max_drift",
                    Amount.fraction(0, 0.4),
                    ReplicationOptions.DEFAULT.maxClockDrift(),
                    "By what part two machines' clocks may differ in speed; leases rest on it.");

    static final Setting<Duration> LIVENESS_INTERVAL =
            Setting.of(
                    "liveness.interval",
                    Amount.time(Duration.ofMillis(5), Duration.ofSeconds(10)),
                    LIVENESS.interval(),
                    "Between two heartbeats to another node.");

    static final Setting<Duration> SUSPECT_AFTER =
            Setting.of(
                    "liveness.suspect_after",
                    Amount.time(Duration.ofMillis(10), Duration.ofMinutes(1)),
                    LIVENESS.suspectAfter(),
                    "The silence after which a node is suspected.");

    static final Setting<Duration> DEAD_AFTER =
            Setting.of(
                    "liveness.dead_after",
                    Amount.time(Duration.ofMillis(20), Duration.ofMinutes(10)),
                    LIVENESS.deadAfter(),
                    "The silence after which its groups act.");

    static final Setting<Duration> STALL_AFTER =
            Setting.of(
                    "disk.stall_after",
                    Amount.time(Duration.ofMillis(10), Duration.ofMinutes(10)),
                    USUAL.diskStallAfter(),
                    "How long a sync may take before leaders here hand over.");

    static final Setting<Long> SEGMENT_SIZE =
            Setting.of(
                    "log.segment_size",
                    Amount.size(MIB, GIB),
                    (long) LOG.segmentBytes(),
                    "At what size the log begins its next file.");

    static final Setting<Long> MAX_SEGMENTS =
            Setting.of(
                    "log.max_segments",
                    Amount.count("files", 2, 1_024),
                    (long) LOG.maxSegments(),
                    "Beyond how many files the oldest is emptied and deleted.");

    static final Setting<Long> RESERVE =
            Setting.of(
                    "log.reserve",
                    Amount.size(MIB, GIB),
                    (long) LOG.reserveBytes(),
                    "Disk space set aside, to be able to vote and to delete when the disk is full.");

    static final Setting<Long> CACHE =
            Setting.of(
                    "log.cache",
                    Amount.size(0, GIB),
                    (long) LOG.cacheBytes(),
                    "How many bytes of the newest entries stay in memory.");

    static final Setting<Long> MOVE_SIZE =
            Setting.of(
                    "log.move_size",
                    Amount.size(64 * KIB, 64 * MIB),
                    (long) LOG.moveBytes(),
                    "The most that one turn takes over from the oldest file into the newest.");

    static final Setting<Long> FLUSH_AFTER =
            Setting.of(
                    "storage.flush_after",
                    Amount.size(MIB, 64 * GIB),
                    USUAL.flushAfterBytes(),
                    "How many bytes the store takes in before it writes them to the device.");

    static final Setting<Long> ROW_CACHE =
            Setting.of(
                    "storage.row_cache",
                    Amount.size(0, 64 * GIB),
                    USUAL.rowCacheBytes(),
                    "What the rows read lately may weigh in memory, to be read again without the"
                            + " store.");

    static final List<Setting<?>> ALL =
            List.of(
                    CLOCK_ERROR,
                    CLOCK_DRIFT,
                    LIVENESS_INTERVAL,
                    SUSPECT_AFTER,
                    DEAD_AFTER,
                    STALL_AFTER,
                    SEGMENT_SIZE,
                    MAX_SEGMENTS,
                    RESERVE,
                    CACHE,
                    MOVE_SIZE,
                    FLUSH_AFTER,
                    ROW_CACHE);

    private HostSchema() {}
}
