package io.capstan.core.request;

import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.shard.Member;
import java.util.List;

/// A deed that is no change of rows: one of a shard's replication, asked of its leader, or one of
/// the whole cluster ([OfCluster]), which the node that is asked carries out itself.
public sealed interface Administer extends Ask {
    /// Change the members, if the shard's epoch still is `expectedEpoch`. Several changes at once
    /// go through a joint configuration. A learner is promoted only once it has caught up; until
    /// then the request waits, bounded by its expiry.
    record ChangeMembers(long expectedEpoch, List<MemberChange> changes) implements Administer {
        public ChangeMembers {
            changes = List.copyOf(changes);
        }
    }

    /// Hand leadership to this voter.
    record TransferLeadership(ReplicaId to) implements Administer {}

    /// A deed of the whole cluster: worked out by the node that is asked, and carried out as one
    /// conditional change of the system table. Names no table and no shard; never reaches a
    /// replica, and a replica that is asked all the same refuses it with `CAP-1405`.
    sealed interface OfCluster extends Administer {}

    /// Make a table. The answer is [Result.Rows] with the row `table/<name>`.
    record CreateTable(String name, TablePolicy policy) implements OfCluster {}

    /// Drop a table: its row and those of its shards go. Every node then closes its replicas and
    /// frees what they hold. The answer is [Result.Rows] with the row that was there.
    record DropTable(String name) implements OfCluster {}

    /// Move everything that `node` holds to `replacement`, then strike `node` from the cluster for
    /// good: a job, which goes on after the answer. The node may be alive or lost; its replacement
    /// must be alive and hold no replica of the same shards. The answer is [Result.Rows] with the
    /// row `job/<id>` ([io.capstan.core.catalog.JobEntry]); asked again while that job runs, the
    /// same row.
    record ReplaceNode(NodeId node, NodeId replacement) implements OfCluster {}

    /// As [ReplaceNode], but each shard moves to the node that the placement chooses for it among
    /// those alive.
    record RemoveNode(NodeId node) implements OfCluster {}

    /// One wish about one member.
    sealed interface MemberChange {
        ReplicaId replica();

        /// Make this replica a voter: a new one is first a learner until it has caught up.
        record AddVoter(Member member) implements MemberChange {
            @Override
            public ReplicaId replica() {
                return member.replica();
            }
        }

        record AddLearner(Member member) implements MemberChange {
            @Override
            public ReplicaId replica() {
                return member.replica();
            }
        }

        record Remove(ReplicaId replica) implements MemberChange {}
    }
}
