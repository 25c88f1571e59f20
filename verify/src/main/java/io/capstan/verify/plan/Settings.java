package io.capstan.verify.plan;

import io.capstan.core.consistency.TablePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a run is asked to be.
///
/// - `nodes`: 1 to [#MAX_NODES]; `clients`: 1 to [#MAX_CLIENTS].
/// - `leaderFor`: every fault strikes the leader and lasts so long; empty: whom and how long is
///   drawn.
/// - `duration`: how long clients work while faults strike; healing and last reads come after it.
/// - `calm`: how long a healed cluster may take until it serves every client again.
public record Settings(
        int nodes,
        TablePolicy policy,
        List<FaultKind> faults,
        Optional<Duration> leaderFor,
        Duration duration,
        long seed,
        int clients,
        Duration calm) {
    public static final int MAX_NODES = 9;
    public static final int MAX_CLIENTS = 64;
    public static final Duration MAX_DURATION = Duration.ofHours(1);

    public Settings {
        faults = List.copyOf(faults);
    }

    /// Throws [IllegalArgumentException] with a message for people where they cannot be.
    public void check() {
        require(nodes >= 1 && nodes <= MAX_NODES, "--nodes takes 1 to 9, not " + nodes);
        require(
                clients >= 1 && clients <= MAX_CLIENTS,
                "--clients takes 1 to " + MAX_CLIENTS + ", not " + clients);
        require(
                policy.replicas() <= nodes,
                policy.replicas()
                        + " replicas need as many nodes, and there are "
                        + nodes
                        + "; give --nodes "
                        + policy.replicas()
                        + " or --replicas "
                        + nodes);
        for (FaultKind kind : faults)
            require(
                    nodes > 1 || kind.lane() != FaultKind.Lane.NETWORK,
                    "one node has no links, so there is no " + kind.word() + "; give --nodes 3");
        Duration shortest = Schedule.shortest(faults, leaderFor);
        require(
                duration.compareTo(shortest) >= 0 && duration.compareTo(MAX_DURATION) <= 0,
                "--duration takes "
                        + (shortest.toMillis() + 999) / 1_000
                        + "s (so that each of these faults has its turn) to 1h, not "
                        + duration.toMillis() / 1e3
                        + "s");
    }

    private static void require(boolean holds, String problem) {
        if (!holds) throw new IllegalArgumentException(problem);
    }
}
