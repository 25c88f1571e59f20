package io.capstan.core.quorum;

import io.capstan.core.id.ReplicaId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Both halves must decide: the old and the new configuration while a membership change is under
/// way.
///
/// Raft thesis 4.3 (joint consensus).
public record JointQuorum(MajorityQuorum incoming, MajorityQuorum outgoing) implements Quorum {
    @Override
    public SortedSet<ReplicaId> members() {
        TreeSet<ReplicaId> all = new TreeSet<>(incoming.members());
        all.addAll(outgoing.members());
        return Collections.unmodifiableSortedSet(all);
    }

    @Override
    public VoteResult votes(Function<ReplicaId, @Nullable Boolean> answers) {
        VoteResult one = incoming.votes(answers);
        VoteResult other = outgoing.votes(answers);
        if (one == other) return one;
        return one == VoteResult.LOST || other == VoteResult.LOST
                ? VoteResult.LOST
                : VoteResult.PENDING;
    }

    @Override
    public long reached(ToLongFunction<ReplicaId> acknowledged) {
        return Math.min(incoming.reached(acknowledged), outgoing.reached(acknowledged));
    }

    @Override
    public String toString() {
        return outgoing.members().isEmpty() ? incoming.toString() : incoming + "&&" + outgoing;
    }
}
