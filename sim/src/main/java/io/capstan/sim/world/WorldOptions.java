package io.capstan.sim.world;

import io.capstan.core.Invariant;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.sim.network.Weather;
import io.capstan.storage.log.LogOptions;
import java.time.Duration;

/// What a world is made of.
///
/// - `nodes`: founders, in the places 1 to `nodes`. `clients`: how many places follow for clients.
/// - `flushAfterBytes`, `diskStallAfter`, `log`: settings of every node.
/// - `clockErrorMillis`: the error bound that wall clocks state.
public record WorldOptions(
        long seed,
        int nodes,
        int clients,
        Weather weather,
        ReplicationOptions replication,
        long flushAfterBytes,
        Duration diskStallAfter,
        LogOptions log,
        long clockErrorMillis) {
    public WorldOptions {
        Invariant.check(nodes > 0 && clients >= 0, "%s nodes, %s clients", nodes, clients);
    }
}
