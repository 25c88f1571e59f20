package io.capstan.core.actor;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;

/// Where an actor is: a replica of a shard on a node, or a node's own actor ([ShardId#NONE]).
public record Address(NodeId node, ShardId shard, ReplicaId replica) {
    public static Address ofNode(NodeId node) {
        return new Address(node, ShardId.NONE, ReplicaId.NONE);
    }

    @Override
    public String toString() {
        return shard.isNone() ? node.toString() : node + "/" + shard + "/" + replica;
    }
}
