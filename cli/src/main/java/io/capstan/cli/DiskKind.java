package io.capstan.cli;

/// How a node started by a command keeps unsynced bytes: where the system does, or in process
/// memory ([io.capstan.server.port.HeldDisk]), so that a `kill -9` shows a missing sync.
enum DiskKind {
    FILE,
    HELD
}
