package io.capstan.server;

import io.capstan.node.host.HostOptions;
import io.capstan.server.telemetry.LogFormat;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What one node is started with.
///
/// - `host`: its name, the address at which others reach it, and what its parts are tuned to.
/// - `origin`: how it comes by its cluster.
/// - `listen`: where it waits for peers and clients.
/// - `admin`: where it answers people and tools over HTTP.
/// - `data`: its folder.
/// - `heldDisk`: unsynced bytes are held in process memory, so that a missing sync is seen at `kill
///   -9` ([io.capstan.server.port.HeldDisk]).
/// - `loops`: its event loops, 1 to [io.capstan.server.port.Loops#MAX].
/// - `logFormat`: how the lines of its log look, where the process is its own.
/// - `collector`: the address to which spans of traced requests are sent by OTLP over HTTP, if any.
/// - `via`: for some peers' addresses, where to dial instead; tests put proxies there.
public record NodeSettings(
        HostOptions host,
        Origin origin,
        InetSocketAddress listen,
        InetSocketAddress admin,
        Path data,
        boolean heldDisk,
        int loops,
        LogFormat logFormat,
        Optional<String> collector,
        Map<String, String> via) {
    public NodeSettings {
        via = Map.copyOf(via);
    }

    /// Where a peer at this address is to be dialled.
    InetSocketAddress dial(String address) {
        return Addresses.peer(via.getOrDefault(address, address));
    }
}
