package io.capstan.server;

import io.capstan.node.host.HostOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

/// What one node is started with.
///
/// - `host`: its name, the address at which others reach it, and what its parts are tuned to.
/// - `origin`: how it comes by its cluster.
/// - `listen`: where it waits for peers and clients.
/// - `admin`: where it answers people and tools over HTTP.
/// - `data`: its folder.
/// - `heldDisk`: unsynced bytes are held in process memory, so that a missing sync is seen at `kill
///   -9` ([io.capstan.server.port.HeldDisk]).
/// - `via`: for some peers' addresses, where to dial instead; tests put proxies there.
public record NodeSettings(
        HostOptions host,
        Origin origin,
        InetSocketAddress listen,
        InetSocketAddress admin,
        Path data,
        boolean heldDisk,
        Map<String, String> via) {
    public NodeSettings {
        via = Map.copyOf(via);
    }

    /// Where a peer at this address is to be dialled.
    InetSocketAddress dial(String address) {
        return Addresses.peer(via.getOrDefault(address, address));
    }
}
