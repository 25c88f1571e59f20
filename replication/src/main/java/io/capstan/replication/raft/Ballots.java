package io.capstan.replication.raft;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.quorum.Quorum;
import io.capstan.core.quorum.VoteResult;
import java.util.TreeMap;

/// The answers of one election. Everybody's is kept; the quorum asks only its members, so that a
/// learner's answer decides nothing.
final class Ballots {
    private final TreeMap<ReplicaId, Boolean> answers = new TreeMap<>();

    /// The first answer of a replica stays.
    void record(ReplicaId from, boolean granted) {
        answers.putIfAbsent(from, granted);
    }

    VoteResult tally(Quorum quorum) {
        return quorum.votes(answers::get);
    }

    @Override
    public String toString() {
        return answers.toString();
    }
}
