package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Administer.MemberChange;
import io.capstan.core.shard.KeyHash;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What one shard needs for a node to be rid of it: one change of its members, conditional on the
/// epoch that was looked at, which adds a replica elsewhere as a learner, waits until it has caught
/// up, and then exchanges the two in one joint step. Worked out anew from the map for every try, so
/// that a try that ended halfway is carried on, not begun again.
///
/// Raft thesis 4.2.1 (catching up), 4.3 (joint consensus).
final class Move {
    /// Ids of replicas that jobs add are above this, those of new tables below.
    private static final int EPOCH_BITS = 16;

    /// How many ids are tried on a node that cannot tell some of them from those it has lost.
    private static final int MAX_IDS = 64;

    private Move() {}

    /// Empty where there is nothing to ask of the shard now: a change under way ends by itself.
    ///
    /// `target`: where the replica goes. `drops`: nodes on which a learner that an earlier try left
    /// is of no use.
    static Optional<Administer.ChangeMembers> of(
            ShardDescriptor shard, NodeId leaving, NodeId target, Predicate<NodeId> drops) {
        Optional<ReplicaId> old = shard.replicaOn(leaving);
        if (old.isEmpty() || shard.configuration().isJoint()) return Optional.empty();
        List<MemberChange> changes = new ArrayList<>();
        if (!shard.configuration().isLearner(old.get()))
            changes.add(
                    new MemberChange.AddVoter(
                            new Member(
                                    shard.replicaOn(target)
                                            .orElseGet(() -> anyFresh(shard, target)),
                                    target)));
        changes.add(new MemberChange.Remove(old.get()));
        for (Member member : shard.members()) {
            boolean left = isLeftOver(shard, member) && drops.test(member.node());
            if (left && !member.node().equals(target) && !member.node().equals(leaving))
                changes.add(new MemberChange.Remove(member.replica()));
        }
        return Optional.of(new Administer.ChangeMembers(shard.epoch(), changes));
    }

    /// Gives up the learner on `target`: its node may not be able to take it under this id.
    static Optional<Administer.ChangeMembers> giveUp(ShardDescriptor shard, NodeId target) {
        return shard.members().stream()
                .filter(member -> member.node().equals(target) && isLeftOver(shard, member))
                .findFirst()
                .map(member ->
                        new Administer.ChangeMembers(
                                shard.epoch(), List.of(new MemberChange.Remove(member.replica()))));
    }

    /// A learner that a job added.
    private static boolean isLeftOver(ShardDescriptor shard, Member member) {
        return shard.configuration().isLearner(member.replica())
                && member.replica().value() >= 1L << EPOCH_BITS;
    }

    private static ReplicaId anyFresh(ShardDescriptor shard, NodeId target) {
        return fresh(shard, target, id -> true).orElseThrow();
    }

    /// One change at most is made from an epoch, so that no two replicas of a shard ever get one
    /// id, and a try that is repeated uses the same one on the same node.
    ///
    /// `fits`: what else the id must be; empty where none of a few is so.
    static Optional<ReplicaId> fresh(
            ShardDescriptor shard, NodeId target, Predicate<ReplicaId> fits) {
        long hash = KeyHash.of(Bytes.ofLong(target.value()));
        for (int i = 0; i < MAX_IDS; i++) {
            long low = (hash + i) & ((1L << EPOCH_BITS) - 1);
            ReplicaId id = new ReplicaId((shard.epoch() << EPOCH_BITS) | low);
            if (fits.test(id)) return Optional.of(id);
        }
        return Optional.empty();
    }
}
