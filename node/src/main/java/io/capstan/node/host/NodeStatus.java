package io.capstan.node.host;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Liveness;
import io.capstan.core.actor.Status;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.shard.ShardDescriptor;
import java.util.List;

/// How a node stands, at one moment between two turns.
///
/// - `incarnation`: how often this node has started.
/// - `catalogVersion`: of the map that it knows, 0 for none yet.
/// - `stopped`: why the data path has stopped for good; empty while it runs.
/// - `replicas`: every replica here, ascending by shard and replica id.
/// - `lost`: shards of which the replica here has lost records, and stays shut.
/// - `peers`: every other node of the map, ascending by id.
public record NodeStatus(
        NodeId id,
        String name,
        ClusterId cluster,
        long incarnation,
        long catalogVersion,
        String stopped,
        List<ReplicaStatus> replicas,
        List<LostReplica> lost,
        List<PeerStatus> peers) {
    public NodeStatus {
        replicas = List.copyOf(replicas);
        lost = List.copyOf(lost);
        peers = List.copyOf(peers);
    }

    /// One replica. `failure`: why it has stopped, empty while it runs; `status` is then its last.
    /// `descriptor` is the one in force at its applied position; epoch 0: not yet born.
    public record ReplicaStatus(
            Address address, ShardDescriptor descriptor, Status status, String failure) {}

    public record LostReplica(ShardId shard, String why) {}

    /// Another node. `admin`: where it answers over HTTP, empty where it has not said so.
    public record PeerStatus(
            NodeId id, String name, String address, String admin, Liveness liveness) {}
}
