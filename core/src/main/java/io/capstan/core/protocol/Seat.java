package io.capstan.core.protocol;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.random.Randomness;
import io.capstan.core.shard.ShardDescriptor;

/// Where a replica sits: its shard, its own id and node, its stream of chance and its settings. The
/// descriptor is the one recovered.
public record Seat(
        ShardDescriptor descriptor,
        ReplicaId self,
        NodeId node,
        Randomness random,
        ReplicationOptions options) {}
