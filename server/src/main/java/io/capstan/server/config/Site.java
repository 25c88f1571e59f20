package io.capstan.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a node of this configuration asks of the machine it is to run on; also for one that has no
/// name yet.
///
/// - `data`: the node's folder, or where that will be.
/// - `listen`, `admin`: `HOST:PORT`; `admin` is empty where none is left below `listen`.
/// - `contacts`: whom it would join; may be none.
/// - `segmentBytes`, `spaceBytes`: what it writes at once, and what log and store take together
///   before they give anything back.
public record Site(
        Path data,
        String listen,
        Optional<String> admin,
        List<String> contacts,
        Duration clockError,
        double clockDrift,
        Duration diskStall,
        Duration heartbeat,
        Duration electionTimeout,
        long segmentBytes,
        long spaceBytes) {
    private static final Path USUAL_DATA = Path.of("capstan-data");

    public static Site of(Configuration given) {
        long reserve = given.of(HostSchema.RESERVE);
        long segment = given.of(HostSchema.SEGMENT_SIZE);
        return new Site(
                given.find(NodeSchema.DATA).orElse(USUAL_DATA),
                given.of(NodeSchema.LISTEN),
                given.find(NodeSchema.ADMIN),
                given.find(NodeSchema.JOIN).orElse(List.of()),
                given.of(HostSchema.CLOCK_ERROR),
                given.of(HostSchema.CLOCK_DRIFT),
                given.of(HostSchema.STALL_AFTER),
                given.of(RaftSchema.HEARTBEAT_INTERVAL),
                given.of(RaftSchema.ELECTION_TIMEOUT),
                segment + reserve,
                segment * given.of(HostSchema.MAX_SEGMENTS)
                        + reserve
                        + 2 * given.of(HostSchema.FLUSH_AFTER));
    }
}
