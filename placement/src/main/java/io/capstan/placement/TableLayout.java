package io.capstan.placement;

import io.capstan.core.Invariant;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.placement.ring.HashRing;
import java.util.ArrayList;
import java.util.List;

/// The first descriptors of a new table's shards: consecutive shard ids, epoch 1, replicas 1 to n
/// on the nodes that the ring chooses.
public final class TableLayout {
    private TableLayout() {}

    /// The shards of a new table, ascending by key. The ring must have a node for every replica;
    /// whoever creates the table has refused it otherwise.
    public static List<ShardDescriptor> of(
            TableId table, TablePolicy policy, ShardId first, HashRing ring) {
        Invariant.check(
                ring.size() >= policy.replicas(),
                "%s nodes for %s replicas",
                ring.size(),
                policy.replicas());
        List<ShardDescriptor> shards = new ArrayList<>(policy.shards());
        for (KeyRange range : ShardCuts.of(policy.partitioning(), policy.shards())) {
            ShardId shard = new ShardId(first.value() + shards.size());
            List<Member> members = members(ring.owners(shard, policy.replicas()));
            shards.add(
                    new ShardDescriptor(
                            shard,
                            table,
                            policy.partitioning(),
                            range,
                            1,
                            members,
                            Configuration.ofVoters(
                                    members.stream().map(Member::replica).toList())));
        }
        return shards;
    }

    private static List<Member> members(List<NodeId> nodes) {
        List<Member> members = new ArrayList<>(nodes.size());
        for (NodeId node : nodes) members.add(new Member(new ReplicaId(members.size() + 1), node));
        return members;
    }
}
