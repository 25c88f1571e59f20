package io.capstan.core.shard;

import io.capstan.core.Invariant;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import java.util.List;
import java.util.Optional;

/// What a shard is: its key bounds, its members, and the epoch that numbers every change of either.
///
/// It is part of the shard's own replicated state and is checked when a command is evaluated or
/// applied, not only when it is routed.
///
/// Invariants
/// 1. The epoch rises with every change of bounds or members.
/// 2. `members` are ascending by replica id and are exactly the replicas of `configuration`.
public record ShardDescriptor(
        ShardId shard,
        TableId table,
        Partitioning partitioning,
        KeyRange range,
        long epoch,
        List<Member> members,
        Configuration configuration) {
    public ShardDescriptor {
        members = members.stream().sorted().toList();
        Invariant.check(
                members.stream()
                        .map(Member::replica)
                        .toList()
                        .equals(List.copyOf(configuration.everyone())),
                "members %s are not the replicas of %s",
                members,
                configuration);
    }

    public Optional<NodeId> nodeOf(ReplicaId replica) {
        for (Member member : members)
            if (member.replica().equals(replica)) return Optional.of(member.node());
        return Optional.empty();
    }

    public Optional<ReplicaId> replicaOn(NodeId node) {
        for (Member member : members)
            if (member.node().equals(node)) return Optional.of(member.replica());
        return Optional.empty();
    }

    /// The next descriptor, with other members.
    public ShardDescriptor with(List<Member> newMembers, Configuration newConfiguration) {
        return new ShardDescriptor(
                shard, table, partitioning, range, epoch + 1, newMembers, newConfiguration);
    }

    @Override
    public String toString() {
        return shard
                + "/"
                + table
                + " epoch="
                + epoch
                + " "
                + range
                + " "
                + members
                + " "
                + configuration;
    }
}
