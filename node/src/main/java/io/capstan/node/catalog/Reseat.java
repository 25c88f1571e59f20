package io.capstan.node.catalog;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Administer.MemberChange;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What one shard needs to have a replica on a node again that lost what it had persisted there:
/// one change of its members, conditional on the epoch that was looked at, which adds another
/// replica with an id of its own, as a learner, waits until it has caught up, and then exchanges
/// the two in one joint step. The shard never has fewer voters than before.
///
/// Raft thesis 4.2.1 (catching up), 4.3 (joint consensus).
final class Reseat {
    private Reseat() {}

    /// Empty where there is nothing to ask of the shard now: none of its members on `self` is dead,
    /// a change under way ends by itself, or no id is left that is certainly none of the dead.
    ///
    /// `dead`: replicas that never take part again, and ids that cannot be told from such.
    static Optional<Administer.ChangeMembers> of(
            ShardDescriptor shard, NodeId self, Predicate<ReplicaId> dead) {
        List<ReplicaId> gone = new ArrayList<>();
        Optional<ReplicaId> successor = Optional.empty();
        for (Member member : shard.members()) {
            if (!member.node().equals(self)) continue;
            if (dead.test(member.replica())) gone.add(member.replica());
            else successor = Optional.of(member.replica());
        }
        if (gone.isEmpty() || shard.configuration().isJoint()) return Optional.empty();
        List<MemberChange> changes = new ArrayList<>();
        if (gone.stream().anyMatch(shard.configuration()::isVoter)) {
            if (successor.isEmpty()) successor = Move.fresh(shard, self, dead.negate());
            if (successor.isEmpty()) return Optional.empty();
            changes.add(new MemberChange.AddVoter(new Member(successor.get(), self)));
        }
        gone.forEach(replica -> changes.add(new MemberChange.Remove(replica)));
        return Optional.of(new Administer.ChangeMembers(shard.epoch(), changes));
    }
}
