package io.capstan.server;

import io.capstan.node.host.HostOptions;
import io.capstan.node.identity.Founding;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// What one node is started with.
///
/// - `listen`: where peers and clients reach it.
/// - `admin`: where it answers people and tools over HTTP.
/// - `data`: its folder.
/// - `heldDisk`: unsynced bytes are held in process memory, so that a missing sync is seen at `kill
///   -9` ([io.capstan.server.port.HeldDisk]).
public record NodeSettings(
        HostOptions host,
        Optional<Founding> founding,
        InetSocketAddress listen,
        InetSocketAddress admin,
        Path data,
        boolean heldDisk) {}
