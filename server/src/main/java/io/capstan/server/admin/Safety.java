package io.capstan.server.admin;

import io.capstan.core.actor.Liveness;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.quorum.VoteResult;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.node.host.NodeStatus;
import io.capstan.node.host.NodeStatus.PeerStatus;
import io.capstan.node.host.NodeStatus.ReplicaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Whether this node can be stopped and every shard that it votes in keeps a majority, as far as
/// this node knows: by the members it has applied, and by who it has heard of lately.
///
/// "Ready" does not mean that: of three ready nodes one may be stopped, not two. Kubernetes'
/// readiness probe knows one pod at a time.
final class Safety {
    private final NodeStatus status;
    private final TreeMap<NodeId, Liveness> peers = new TreeMap<>();

    private Safety(NodeStatus status) {
        this.status = status;
        for (PeerStatus peer : status.peers()) peers.put(peer.id(), peer.liveness());
    }

    /// What would be lost, a line a shard; empty: the node can be stopped.
    static List<String> lostBy(NodeStatus status) {
        Safety safety = new Safety(status);
        List<String> lost = new ArrayList<>();
        for (ReplicaStatus replica : status.replicas()) {
            if (!safety.survives(replica)) lost.add(safety.loss(replica.descriptor()));
        }
        return lost;
    }

    /// A shard that this node does not vote in loses no vote with it.
    private boolean survives(ReplicaStatus here) {
        ShardDescriptor shard = here.descriptor();
        if (!shard.configuration().isVoter(here.address().replica())) return true;
        VoteResult others =
                shard.configuration().quorum().votes(replica -> livesElsewhere(shard, replica));
        return others == VoteResult.WON;
    }

    private boolean livesElsewhere(ShardDescriptor shard, ReplicaId replica) {
        NodeId node = shard.nodeOf(replica).orElse(NodeId.NONE);
        return !node.equals(status.id()) && peers.get(node) == Liveness.ALIVE;
    }

    private String loss(ShardDescriptor shard) {
        List<String> away =
                shard.members().stream()
                        .map(member -> member.node())
                        .filter(node -> !node.equals(status.id()))
                        .filter(node -> peers.get(node) != Liveness.ALIVE)
                        .map(NodeId::toString)
                        .toList();
        return "shard "
                + shard.shard()
                + " would be left without a majority"
                + (away.isEmpty()
                        ? ": it has too few replicas"
                        : ": not heard of " + String.join(", ", away));
    }
}
