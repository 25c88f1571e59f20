package io.capstan.node.host;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Status;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.NodeId;
import java.util.ArrayList;
import java.util.List;

/// Gathers a node's status from its parts.
final class Statuses {
    private Statuses() {}

    static NodeStatus of(HostOptions options, Parts parts, String stopped) {
        return new NodeStatus(
                parts.identity.id(),
                options.name(),
                parts.identity.cluster(),
                parts.identity.incarnation(),
                parts.catalog.version(),
                stopped,
                replicas(parts),
                lost(parts),
                peers(parts));
    }

    private static List<NodeStatus.ReplicaStatus> replicas(Parts parts) {
        List<NodeStatus.ReplicaStatus> all = new ArrayList<>();
        for (ReplicaSlot<?> slot : parts.replicas.all()) {
            Address address = slot.slot.address;
            Status status = slot.slot.actor.status();
            Throwable broken = slot.slot.broken();
            String failure = broken == null ? "" : String.valueOf(broken.getMessage());
            all.add(
                    new NodeStatus.ReplicaStatus(
                            address, slot.store.descriptor(), status, failure));
        }
        return all;
    }

    private static List<NodeStatus.LostReplica> lost(Parts parts) {
        return parts.replicas.lost().all().entrySet().stream()
                .map(each -> new NodeStatus.LostReplica(each.getKey(), each.getValue().why()))
                .toList();
    }

    private static List<NodeStatus.PeerStatus> peers(Parts parts) {
        NodeId self = parts.identity.id();
        List<NodeStatus.PeerStatus> peers = new ArrayList<>();
        for (NodeEntry node : parts.catalog.nodes())
            if (!node.id().equals(self))
                peers.add(
                        new NodeStatus.PeerStatus(
                                node.id(),
                                node.name(),
                                node.address(),
                                node.admin(),
                                parts.actors.liveness.liveness(node.id())));
        return peers;
    }
}
