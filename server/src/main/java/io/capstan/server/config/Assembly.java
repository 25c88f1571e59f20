package io.capstan.server.config;

import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.membership.liveness.LivenessOptions;
import io.capstan.node.host.HostOptions;
import io.capstan.server.Addresses;
import io.capstan.server.NodeSettings;
import io.capstan.server.Origin;
import io.capstan.server.port.PortFailure;
import io.capstan.storage.log.LogOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From a configuration to what a node is started with.
public final class Assembly {
    private static final long NANOS_BELOW_A_MILLI = 999_999;

    private Assembly() {}

    /// What a start needs and nobody has said.
    public static Optional<Mistake> missing(Configuration given) {
        Setting<String> name = NodeSchema.NAME;
        return given.find(name).isPresent()
                ? Optional.empty()
                : Optional.of(
                        new Mistake(
                                new Source.Flag(name.flag()),
                                "a node needs a name: "
                                        + name.flag()
                                        + " NAME, "
                                        + name.variable()
                                        + ", or "
                                        + name.key()
                                        + " = NAME in the file"));
    }

    /// Looks the addresses up. Nothing may be [#missing]. A [PortFailure] says, for people, which
    /// address is not known, or is reached by more than may reach it.
    public static NodeSettings node(
            Configuration given, boolean heldDisk, Map<String, String> via) {
        return new NodeSettings(
                host(given),
                new Origin.Listed(given.find(NodeSchema.JOIN).orElse(List.of())),
                bound(given, NodeSchema.LISTEN),
                bound(given, NodeSchema.ADMIN),
                given.of(NodeSchema.DATA),
                heldDisk,
                number(given, NodeSchema.LOOPS),
                given.of(TelemetrySchema.LOG_FORMAT),
                given.find(TelemetrySchema.COLLECTOR),
                via);
    }

    private static InetSocketAddress bound(Configuration given, Setting<String> setting) {
        InetSocketAddress at = Addresses.parse(given.of(setting));
        Relations.reachable(given, setting, at)
                .ifPresent(why -> {
                    throw new PortFailure(why);
                });
        return at;
    }

    static HostOptions host(Configuration given) {
        return new HostOptions(
                given.of(NodeSchema.NAME),
                given.of(NodeSchema.ADVERTISE),
                admin(given),
                replication(given),
                given.of(HostSchema.STALL_AFTER),
                given.of(HostSchema.FLUSH_AFTER),
                given.of(HostSchema.ROW_CACHE),
                new LivenessOptions(
                        given.of(HostSchema.LIVENESS_INTERVAL),
                        given.of(HostSchema.SUSPECT_AFTER),
                        given.of(HostSchema.DEAD_AFTER)),
                log(given));
    }

    /// Where others ask it over HTTP: one that listens everywhere is reached where its peers reach
    /// it. Empty where the port is still the system's to choose.
    private static String admin(Configuration given) {
        return given.find(NodeSchema.ADMIN)
                .filter(at -> Endpoint.port(at) > 0)
                .map(at -> reachableHost(at, given) + ":" + Endpoint.port(at))
                .orElse("");
    }

    private static String reachableHost(String at, Configuration given) {
        return Addresses.parse(at).getAddress().isAnyLocalAddress()
                ? Endpoint.host(given.of(NodeSchema.ADVERTISE))
                : Endpoint.host(at);
    }

    private static ReplicationOptions replication(Configuration given) {
        return new ReplicationOptions(
                given.of(RaftSchema.HEARTBEAT_INTERVAL),
                given.of(RaftSchema.ELECTION_TIMEOUT),
                given.of(HostSchema.CLOCK_DRIFT),
                millisUp(given.of(HostSchema.CLOCK_ERROR)),
                number(given, RaftSchema.APPEND_ENTRIES),
                number(given, RaftSchema.APPEND_SIZE),
                number(given, RaftSchema.INFLIGHT_APPENDS),
                number(given, RaftSchema.INFLIGHT_SIZE),
                number(given, RaftSchema.UNCOMMITTED_ENTRIES),
                number(given, RaftSchema.UNCOMMITTED_SIZE),
                number(given, RaftSchema.PENDING_READS),
                number(given, RaftSchema.RETAINED_ENTRIES),
                number(given, RaftSchema.SNAPSHOT_CHUNK),
                number(given, RaftSchema.SNAPSHOTS_AT_ONCE),
                number(given, RaftSchema.SNAPSHOT_RATE),
                number(given, RaftSchema.PROMOTION_LAG),
                given.of(RaftSchema.QUIESCE_AFTER),
                given.of(RaftSchema.LEASES));
    }

    /// The log asks for a flush at the same number of bytes as the store: one setting for people.
    private static LogOptions log(Configuration given) {
        return new LogOptions(
                number(given, HostSchema.SEGMENT_SIZE),
                number(given, HostSchema.MAX_SEGMENTS),
                number(given, HostSchema.RESERVE),
                number(given, HostSchema.CACHE),
                number(given, HostSchema.MOVE_SIZE),
                given.of(HostSchema.FLUSH_AFTER));
    }

    private static int number(Configuration given, Setting<Long> setting) {
        return Math.toIntExact(given.of(setting));
    }

    /// An error is never stated smaller than it is.
    private static long millisUp(Duration error) {
        return error.plusNanos(NANOS_BELOW_A_MILLI).toMillis();
    }
}
