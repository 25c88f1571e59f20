package io.capstan.node.host;

import io.capstan.core.Invariant;
import io.capstan.core.protocol.ReplicationOptions;
import java.time.Duration;

/// The settings of one node.
///
/// - `name`, `address`: how people and peers call this node; both unique in the cluster. A name
///   that stands in the [io.capstan.node.identity.Founding] makes this node that founder; any other
///   name makes it a node that joins, under an id of its own drawing.
/// - `replication`: for every log-based replica here.
/// - `diskStallAfter`: a sync pending for longer is a stalled disk; leaders here hand over. Default
///   2 s.
/// - `flushAfterBytes`: unflushed bytes in the store beyond which it is flushed, so that a quiet
///   shard never pins the log. Default 128 MiB.
/// - `livenessInterval`: how often this node tells every peer that it lives. Default 200 ms.
public record HostOptions(
        String name,
        String address,
        ReplicationOptions replication,
        Duration diskStallAfter,
        long flushAfterBytes,
        Duration livenessInterval) {
    public HostOptions {
        Invariant.check(!name.isEmpty(), "a node without a name");
        Invariant.check(!diskStallAfter.isNegative(), "disk stall after %s", diskStallAfter);
        Invariant.check(flushAfterBytes > 0, "flush after %s bytes", flushAfterBytes);
        Invariant.check(livenessInterval.isPositive(), "liveness interval of %s", livenessInterval);
    }

    /// The defaults under this name and address.
    public static HostOptions named(String name, String address) {
        return new HostOptions(
                name,
                address,
                ReplicationOptions.DEFAULT,
                Duration.ofSeconds(2),
                128L << 20,
                Duration.ofMillis(200));
    }

    public HostOptions with(ReplicationOptions other) {
        return new HostOptions(
                name, address, other, diskStallAfter, flushAfterBytes, livenessInterval);
    }

    public HostOptions withFlushAfterBytes(long bytes) {
        return new HostOptions(name, address, replication, diskStallAfter, bytes, livenessInterval);
    }
}
