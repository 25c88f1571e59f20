package io.capstan.replication.raft;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.shard.Configuration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The arithmetic of membership: from one configuration and a list of wishes to the next
/// configuration, or to the reason why there is none. Pure; knows nothing of logs and leaders.
///
/// A *simple* change moves at most one voter, so that majorities before and after share a member
/// (thesis 4.1). Anything more *enters* a joint configuration, in which both majorities decide, and
/// later *leaves* it (thesis 4.3). Wishes are carried out in order; a wish that is already
/// fulfilled changes nothing.
final class ConfigurationChange {
    /// One wish about one replica.
    sealed interface Step {
        ReplicaId replica();

        record Voter(ReplicaId replica) implements Step {}

        record Learner(ReplicaId replica) implements Step {}

        record Gone(ReplicaId replica) implements Step {}
    }

    /// What came of it.
    sealed interface Verdict {
        record Next(Configuration configuration) implements Verdict {}

        record Impossible(String why) implements Verdict {}
    }

    private final Configuration before;
    private final SortedSet<ReplicaId> voters;
    private final SortedSet<ReplicaId> outgoing;
    private final SortedSet<ReplicaId> learners;
    private final SortedSet<ReplicaId> learnersNext;

    private ConfigurationChange(Configuration before, SortedSet<ReplicaId> outgoing) {
        this.before = before;
        this.voters = new TreeSet<>(before.voters());
        this.outgoing = new TreeSet<>(outgoing);
        this.learners = new TreeSet<>(before.learners());
        this.learnersNext = new TreeSet<>(before.learnersNext());
    }

    static Verdict simple(Configuration before, List<Step> steps) {
        if (before.isJoint())
            return new Verdict.Impossible("can't apply simple config change in joint config");
        ConfigurationChange change = new ConfigurationChange(before, new TreeSet<>());
        for (Step step : steps) change.carryOut(step);
        if (change.voters.isEmpty()) return new Verdict.Impossible("removed all voters");
        if (difference(before.voters(), change.voters) > 1)
            return new Verdict.Impossible(
                    "more than one voter changed without entering joint config");
        return change.next();
    }

    static Verdict enterJoint(Configuration before, List<Step> steps) {
        if (before.isJoint()) return new Verdict.Impossible("config is already joint");
        if (before.voters().isEmpty())
            return new Verdict.Impossible("can't make a zero-voter config joint");
        ConfigurationChange change = new ConfigurationChange(before, before.voters());
        for (Step step : steps) change.carryOut(step);
        if (change.voters.isEmpty()) return new Verdict.Impossible("removed all voters");
        return change.next();
    }

    static Verdict leaveJoint(Configuration before) {
        if (!before.isJoint()) return new Verdict.Impossible("can't leave a non-joint config");
        ConfigurationChange change = new ConfigurationChange(before, new TreeSet<>());
        change.learners.addAll(change.learnersNext);
        change.learnersNext.clear();
        return change.next();
    }

    /// Simple where that is safe, else joint.
    static Verdict shortest(Configuration before, List<Step> steps) {
        Verdict simple = simple(before, steps);
        boolean crowded =
                simple instanceof Verdict.Impossible && !before.isJoint() && steps.size() > 1;
        return crowded ? enterJoint(before, steps) : simple;
    }

    private void carryOut(Step step) {
        ReplicaId replica = step.replica();
        if (replica.isNone()) return;
        switch (step) {
            case Step.Voter voter -> {
                voters.add(replica);
                learners.remove(replica);
                learnersNext.remove(replica);
            }
            case Step.Learner learner -> {
                if (learners.contains(replica)) return;
                remove(replica);
                // A voter of the outgoing half still votes: it becomes a learner when that half
                // goes.
                if (outgoing.contains(replica)) learnersNext.add(replica);
                else learners.add(replica);
            }
            case Step.Gone gone -> remove(replica);
        }
    }

    private void remove(ReplicaId replica) {
        voters.remove(replica);
        learners.remove(replica);
        learnersNext.remove(replica);
    }

    private Verdict next() {
        return new Verdict.Next(new Configuration(voters, outgoing, learners, learnersNext));
    }

    private static int difference(SortedSet<ReplicaId> one, SortedSet<ReplicaId> other) {
        int count = 0;
        for (ReplicaId replica : one) if (!other.contains(replica)) count++;
        for (ReplicaId replica : other) if (!one.contains(replica)) count++;
        return count;
    }

    @Override
    public String toString() {
        return before + " -> " + voters;
    }
}
