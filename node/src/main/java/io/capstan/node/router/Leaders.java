package io.capstan.node.router;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who is believed to lead each shard: what a replica here says, else what the last redirect said.
/// A wrong belief costs a redirect, nothing more.
final class Leaders {
    private final SortedMap<ShardId, NodeId> believed = new TreeMap<>();

    /// [NodeId#NONE] where nobody is known.
    NodeId of(ShardId shard) {
        return believed.getOrDefault(shard, NodeId.NONE);
    }

    void believe(ShardId shard, NodeId leader) {
        if (leader.isNone()) believed.remove(shard);
        else believed.put(shard, leader);
    }

    /// `node` has said that it does not lead, without knowing who does.
    void doubt(ShardId shard, NodeId node) {
        believed.remove(shard, node);
    }
}
