package io.capstan.sim.swarm;

import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.network.Weather;
import io.capstan.storage.log.LogOptions;
import java.util.List;

/// Everything about one run that is not its schedule of faults.
///
/// - `nodes`: how many the cluster has, in the places 1 to `nodes`.
/// - `flushAfterBytes`: when a node flushes its store; small values free log early.
/// - `kinds`: what may go wrong at all.
/// - `faultGapMillis`: the mean time between two faults; `aimedGapMillis`: between two that are
///   aimed.
/// - `horizonMillis`: for how long faults are drawn.
/// - `claimedDriftPpm`: how far clocks drift at most, in millionths, each way.
/// - `clockErrorMillis`: how far wall clocks are off at most.
public record Swarm(
        long seed,
        String protocol,
        int nodes,
        List<TablePlan> tables,
        Load load,
        Weather weather,
        ReplicationOptions options,
        long flushAfterBytes,
        LogOptions log,
        List<FaultKind> kinds,
        long faultGapMillis,
        long aimedGapMillis,
        long horizonMillis,
        long claimedDriftPpm,
        long clockErrorMillis) {
    /// The most nodes in a cluster.
    public static final int MAX_NODES = 7;

    public Swarm {
        tables = List.copyOf(tables);
        kinds = List.copyOf(kinds);
    }

    public int shards() {
        return tables.stream().mapToInt(TablePlan::shards).sum();
    }

    public Swarm with(Load other) {
        return new Swarm(
                seed,
                protocol,
                nodes,
                tables,
                other,
                weather,
                options,
                flushAfterBytes,
                log,
                kinds,
                faultGapMillis,
                aimedGapMillis,
                horizonMillis,
                claimedDriftPpm,
                clockErrorMillis);
    }

    @Override
    public String toString() {
        return nodes
                + " nodes, "
                + shards()
                + " shards x "
                + tables.stream().mapToInt(TablePlan::replicas).max().orElse(0)
                + ", "
                + load.clients()
                + " clients on "
                + load.keys()
                + " keys, leases "
                + (options.leases() ? "on" : "off")
                + ", log keeps "
                + options.retainedEntries()
                + ", faults "
                + kinds.stream().map(FaultKind::word).toList();
    }
}
