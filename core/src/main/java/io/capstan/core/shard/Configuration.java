package io.capstan.core.shard;

import io.capstan.core.Invariant;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.quorum.JointQuorum;
import io.capstan.core.quorum.MajorityQuorum;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Who counts in a shard whose members agree by a log: voters, the voters on their way out while a
/// change is joint, and learners, which receive everything and count for nothing.
///
/// Invariants
/// 1. Nobody is voter and learner at once.
/// 2. `learnersNext` (voters that become learners when the joint change is left) are all outgoing
///    voters.
/// 3. Outside a joint change `outgoing` and `learnersNext` are empty.
///
/// Raft thesis 4.2.1 (learners), 4.3 (joint consensus).
public record Configuration(
        SortedSet<ReplicaId> voters,
        SortedSet<ReplicaId> outgoing,
        SortedSet<ReplicaId> learners,
        SortedSet<ReplicaId> learnersNext) {
    public Configuration {
        voters = frozen(voters);
        outgoing = frozen(outgoing);
        learners = frozen(learners);
        learnersNext = frozen(learnersNext);
        Invariant.check(
                Collections.disjoint(voters, learners), "voters %s, learners %s", voters, learners);
        Invariant.check(
                Collections.disjoint(outgoing, learners),
                "outgoing %s, learners %s",
                outgoing,
                learners);
        Invariant.check(
                outgoing.containsAll(learnersNext),
                "learners-to-be %s are no voters",
                learnersNext);
    }

    /// A settled configuration of these voters.
    public static Configuration ofVoters(Collection<ReplicaId> voters) {
        return new Configuration(
                new TreeSet<>(voters), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }

    public boolean isJoint() {
        return !outgoing.isEmpty();
    }

    public boolean isVoter(ReplicaId replica) {
        return voters.contains(replica) || outgoing.contains(replica);
    }

    public boolean isLearner(ReplicaId replica) {
        return learners.contains(replica);
    }

    public boolean contains(ReplicaId replica) {
        return isVoter(replica) || isLearner(replica);
    }

    /// Everyone who receives the log, ascending.
    public SortedSet<ReplicaId> everyone() {
        TreeSet<ReplicaId> all = new TreeSet<>(voters);
        all.addAll(outgoing);
        all.addAll(learners);
        return Collections.unmodifiableSortedSet(all);
    }

    public JointQuorum quorum() {
        return new JointQuorum(new MajorityQuorum(voters), new MajorityQuorum(outgoing));
    }

    private static SortedSet<ReplicaId> frozen(SortedSet<ReplicaId> members) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(members));
    }

    @Override
    public String toString() {
        return "voters="
                + quorum()
                + (learners.isEmpty() ? "" : " learners=" + learners)
                + (learnersNext.isEmpty() ? "" : " learners_next=" + learnersNext);
    }
}
