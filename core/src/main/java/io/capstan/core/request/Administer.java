package io.capstan.core.request;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.shard.Member;
import java.util.List;

/// A deed of the shard's replication itself, asked of its leader.
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
