package io.capstan.storage.log;

import java.util.List;

/// A log read back from disk, ready to be written on, and what recovery met.
public record LogRecovery(NodeLog log, RecoveryReport report) {
    /// The replicas that lost something they had persisted: they must stop loudly and come back
    /// under another id. Others go on.
    public List<ReplicaLog> rotten() {
        return log.replicas().stream().filter(each -> each.rotten().isPresent()).toList();
    }
}
