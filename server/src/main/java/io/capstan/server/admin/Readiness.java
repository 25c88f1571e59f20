package io.capstan.server.admin;

import io.capstan.node.host.NodeStatus;
import io.capstan.node.host.NodeStatus.ReplicaStatus;
import java.util.ArrayList;
import java.util.List;

/// Whether a node serves: it knows the map, its data path runs, and every replica here runs and
/// knows who leads its shard. It says nothing of the cluster beyond; that is [Safety].
final class Readiness {
    private Readiness() {}

    /// What is missing, a line each; empty: the node serves.
    static List<String> missing(NodeStatus status) {
        List<String> missing = new ArrayList<>();
        if (!status.stopped().isEmpty())
            missing.add("the data path has stopped: " + status.stopped());
        if (status.catalogVersion() == 0)
            missing.add("the map of tables and shards has not been read yet");
        for (ReplicaStatus replica : status.replicas()) {
            if (!replica.failure().isEmpty())
                missing.add(replica.address() + " has stopped: " + replica.failure());
            else if (replica.status().leader().isNone())
                missing.add(replica.address() + " knows no leader");
        }
        return missing;
    }
}
