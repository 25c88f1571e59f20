package io.capstan.replication.raft;

import io.capstan.core.id.ReplicaId;

/// What a replica is at the moment; each role carries only what it alone knows.
///
/// Raft thesis, figure 3.3; pre-candidates 9.6.
sealed interface Role permits Role.Follower, Role.PreCandidate, Role.Candidate, Leader {
    /// For the status line.
    char letter();

    /// Follows `leader`, or waits for one ([ReplicaId#NONE]). Learners are followers too.
    record Follower(ReplicaId leader) implements Role {
        @Override
        public char letter() {
            return 'F';
        }
    }

    /// Asks who would vote for it in the term `asked`; nothing has changed yet.
    record PreCandidate(long asked, Ballots ballots) implements Role {
        @Override
        public char letter() {
            return 'P';
        }
    }

    /// Stands in the current term. Its own vote counts once `voteTicket` is durable. `transfer`: at
    /// the wish of the leader before.
    record Candidate(Ballots ballots, long voteTicket, boolean transfer) implements Role {
        @Override
        public char letter() {
            return 'C';
        }
    }
}
