package io.capstan.server.telemetry;

import java.util.List;

/// Every figure that a node exports, by the name under which Prometheus sees it.
/// `docs/operations.md` has the same table.
///
/// A name says what is counted and its unit; `_total` counts from the node's start, a histogram is
/// seen as `_bucket`, `_count` and `_sum`, beside `_max` for the greatest of late.
enum Metric {
    NODE_INFO(
            Kind.GAUGE,
            "capstan.node.info",
            "capstan_node_info",
            "1; its labels say which node, of which cluster, in its which life it is",
            "node",
            "cluster",
            "incarnation"),
    REQUEST_DURATION(
            Kind.HISTOGRAM,
            "capstan.request.duration",
            "capstan_request_duration_seconds",
            "clients' requests, from the turn that takes one in to its outcome",
            "operation",
            "consistency",
            "outcome"),
    REQUEST_REJECTED(
            Kind.COUNTER,
            "capstan.request.rejected",
            "capstan_request_rejected_total",
            "clients' requests refused, by the error's name (overloaded, no_leader, ..)",
            "reason"),
    REQUEST_ACTIVE(
            Kind.GAUGE,
            "capstan.request.active",
            "capstan_request_active",
            "requests that this node's router follows now"),
    REQUEST_WAITING(
            Kind.GAUGE,
            "capstan.request.waiting",
            "capstan_request_waiting",
            "requests that wait at replicas here now"),
    TURNS(
            Kind.COUNTER,
            "capstan.host.turns",
            "capstan_host_turns_total",
            "turns of the host: each takes in all that waits and carries out what comes of it"),
    INBOX_FRAMES(
            Kind.GAUGE,
            "capstan.host.inbox.frames",
            "capstan_host_inbox_frames",
            "frames taken from the network that the host has not looked at"),
    INBOX_BYTES(
            Kind.GAUGE,
            "capstan.host.inbox",
            "capstan_host_inbox_bytes",
            "their bytes, with those still in front of the host"),
    FRAMES(
            Kind.COUNTER,
            "capstan.network.frames",
            "capstan_network_frames_total",
            "frames handed on to the node's actors, and given to the network",
            "direction"),
    FRAMES_DROPPED(
            Kind.COUNTER,
            "capstan.network.frames.dropped",
            "capstan_network_frames_dropped_total",
            "frames that a peer or client did not take in time"),
    FRAMES_REFUSED(
            Kind.COUNTER,
            "capstan.network.frames.refused",
            "capstan_network_frames_refused_total",
            "frames from outside that were not believed, or for which there was no room"),
    CONNECTIONS(
            Kind.GAUGE,
            "capstan.network.connections",
            "capstan_network_connections",
            "connections from outside that are open",
            "port"),
    CONNECTIONS_REFUSED(
            Kind.COUNTER,
            "capstan.network.connections.refused",
            "capstan_network_connections_refused_total",
            "connections from outside that were refused or ended, by port and reason",
            "port",
            "reason"),
    FSYNC(
            Kind.HISTOGRAM,
            "capstan.wal.fsync.duration",
            "capstan_wal_fsync_duration_seconds",
            "syncs of the log's files"),
    WAL_SIZE(
            Kind.GAUGE,
            "capstan.wal.size",
            "capstan_wal_size_bytes",
            "the log's bytes on the device"),
    WAL_SEGMENTS(Kind.GAUGE, "capstan.wal.segments", "capstan_wal_segments", "the log's files"),
    UNFLUSHED(
            Kind.GAUGE,
            "capstan.storage.unflushed",
            "capstan_storage_unflushed_bytes",
            "written into the store and not yet durable there; the log still has it"),
    ROW_CACHE(
            Kind.GAUGE,
            "capstan.storage.row.cache",
            "capstan_storage_row_cache_bytes",
            "what the rows read lately weigh in memory"),
    ROW_LOOKUPS(
            Kind.COUNTER,
            "capstan.storage.row.lookups",
            "capstan_storage_row_lookups_total",
            "rows looked up for their newest version: a hit was in memory, a miss asked the store",
            "result"),
    CLOCK_UNCERTAINTY(
            Kind.GAUGE,
            "capstan.clock.uncertainty",
            "capstan_clock_uncertainty_seconds",
            "by how much the wall clock may be off, as clock.max_error says"),
    MEMBER_STATE(
            Kind.GAUGE,
            "capstan.member.state",
            "capstan_member_state",
            "another node as this one hears it: 0 alive, 1 suspected, 2 dead",
            "member"),
    SUSPICIONS(
            Kind.COUNTER,
            "capstan.member.suspicions",
            "capstan_member_suspicions_total",
            "times that another node was suspected or given up"),
    SHARDS(Kind.GAUGE, "capstan.shard.count", "capstan_shard_count", "replicas here"),
    SHARDS_LED(Kind.GAUGE, "capstan.shard.led", "capstan_shard_led", "shards led here"),
    SHARDS_WITHOUT_LEADER(
            Kind.GAUGE,
            "capstan.shard.without_leader",
            "capstan_shard_without_leader",
            "replicas here that know no leader"),
    SHARDS_FAILED(
            Kind.GAUGE,
            "capstan.shard.failed",
            "capstan_shard_failed",
            "replicas here that have stopped for good"),
    SHARDS_UNTOLD(
            Kind.GAUGE,
            "capstan.shard.untold",
            "capstan_shard_untold",
            "replicas here beyond those that are told one by one"),
    IS_LEADER(
            Kind.GAUGE,
            "capstan.replication.is_leader",
            "capstan_replication_is_leader",
            "1 where the replica here leads",
            "table",
            "shard"),
    HAS_LEADER(
            Kind.GAUGE,
            "capstan.replication.has_leader",
            "capstan_replication_has_leader",
            "1 where the replica here knows a leader",
            "table",
            "shard"),
    TERM(
            Kind.GAUGE,
            "capstan.replication.term",
            "capstan_replication_term",
            "the replica's term",
            "table",
            "shard"),
    COMMIT(
            Kind.GAUGE,
            "capstan.replication.commit_index",
            "capstan_replication_commit_index",
            "up to where the replica knows the log as committed",
            "table",
            "shard"),
    APPLIED(
            Kind.GAUGE,
            "capstan.replication.applied_index",
            "capstan_replication_applied_index",
            "up to where it has been applied here",
            "table",
            "shard"),
    FOLLOWER_LAG(
            Kind.GAUGE,
            "capstan.replication.follower.lag",
            "capstan_replication_follower_lag",
            "at a leader: entries that a follower is not known to have durably",
            "table",
            "shard",
            "follower"),
    ELECTIONS(
            Kind.COUNTER,
            "capstan.replication.elections",
            "capstan_replication_elections_total",
            "times that a replica here became leader",
            "shard"),
    LEADER_CHANGES(
            Kind.COUNTER,
            "capstan.replication.leader.changes",
            "capstan_replication_leader_changes_total",
            "times that a replica here heard of another leader than before"),
    SNAPSHOTS(
            Kind.COUNTER,
            "capstan.replication.snapshots.installed",
            "capstan_replication_snapshots_installed_total",
            "snapshots installed here"),
    TRACE_SIGHTINGS(
            Kind.COUNTER,
            "capstan.trace.sightings",
            "capstan_trace_sightings_total",
            "stages that traced requests reached here"),
    TRACE_EXPORTED(
            Kind.COUNTER,
            "capstan.trace.exported",
            "capstan_trace_exported_total",
            "spans taken by the collector at trace.otlp_endpoint"),
    TRACE_DROPPED(
            Kind.COUNTER,
            "capstan.trace.dropped",
            "capstan_trace_dropped_total",
            "spans and stages that the collector did not get"),
    LOG_SUPPRESSED(
            Kind.COUNTER,
            "capstan.log.suppressed",
            "capstan_log_suppressed_total",
            "lines of log not written because too many of a kind came at once");

    /// How a figure behaves.
    enum Kind {
        GAUGE,
        COUNTER,
        HISTOGRAM
    }

    private final Kind kind;
    private final String key;
    private final String exposed;
    private final String doc;
    private final String labels;

    Metric(Kind kind, String key, String exposed, String doc, String... labels) {
        this.kind = kind;
        this.key = key;
        this.exposed = exposed;
        this.doc = doc;
        this.labels = String.join(",", labels);
    }

    Kind kind() {
        return kind;
    }

    /// The dotted name, without its unit.
    String key() {
        return key;
    }

    /// The name that Prometheus sees.
    String exposed() {
        return exposed;
    }

    String doc() {
        return doc;
    }

    List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
    }
}
