package io.capstan.node.host;

import io.capstan.core.Invariant;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.membership.liveness.LivenessOptions;
import io.capstan.storage.log.LogOptions;
import java.time.Duration;

/// The settings of one node.
///
/// - `name`, `address`: how people and peers call this node; both unique in the cluster. A name
///   that stands in the [io.capstan.node.identity.Founding] makes this node that founder; any other
///   name makes it a node that joins, under an id of its own drawing.
/// - `admin`: where it answers over HTTP, as others reach it, for the map; empty: nowhere.
/// - `replication`: for every log-based replica here.
/// - `diskStallAfter`: a sync pending for longer is a stalled disk; leaders here hand over. Default
///   2 s.
/// - `flushAfterBytes`: unflushed bytes in the store beyond which it is flushed, so that a quiet
///   shard never pins the log. Default 128 MiB.
/// - `rowCacheBytes`: what the rows read lately may weigh in memory
///   ([io.capstan.storage.shard.RowCache]). Default 64 MiB.
/// - `liveness`: the heartbeats between nodes, and how long silence is borne.
/// - `log`: segments, reserve and cache of the node's log.
public record HostOptions(
        String name,
        String address,
        String admin,
        ReplicationOptions replication,
        Duration diskStallAfter,
        long flushAfterBytes,
        long rowCacheBytes,
        LivenessOptions liveness,
        LogOptions log) {
    public HostOptions {
        Invariant.check(!name.isEmpty(), "a node without a name");
        Invariant.check(!diskStallAfter.isNegative(), "disk stall after %s", diskStallAfter);
        Invariant.check(flushAfterBytes > 0, "flush after %s bytes", flushAfterBytes);
    }

    /// The defaults under this name and address.
    public static HostOptions named(String name, String address) {
        return new HostOptions(
                name,
                address,
                "",
                ReplicationOptions.DEFAULT,
                Duration.ofSeconds(2),
                128L << 20,
                64L << 20,
                LivenessOptions.DEFAULT,
                LogOptions.DEFAULT);
    }

    public HostOptions with(ReplicationOptions other) {
        return new HostOptions(
                name,
                address,
                admin,
                other,
                diskStallAfter,
                flushAfterBytes,
                rowCacheBytes,
                liveness,
                log);
    }

    public HostOptions withAdmin(String other) {
        return new HostOptions(
                name,
                address,
                other,
                replication,
                diskStallAfter,
                flushAfterBytes,
                rowCacheBytes,
                liveness,
                log);
    }

    public HostOptions withFlushAfterBytes(long bytes) {
        return new HostOptions(
                name,
                address,
                admin,
                replication,
                diskStallAfter,
                bytes,
                rowCacheBytes,
                liveness,
                log);
    }

    public HostOptions withRowCacheBytes(long bytes) {
        return new HostOptions(
                name,
                address,
                admin,
                replication,
                diskStallAfter,
                flushAfterBytes,
                bytes,
                liveness,
                log);
    }

    public HostOptions with(LivenessOptions other) {
        return new HostOptions(
                name,
                address,
                admin,
                replication,
                diskStallAfter,
                flushAfterBytes,
                rowCacheBytes,
                other,
                log);
    }

    public HostOptions with(LogOptions other) {
        return new HostOptions(
                name,
                address,
                admin,
                replication,
                diskStallAfter,
                flushAfterBytes,
                rowCacheBytes,
                liveness,
                other);
    }
}
