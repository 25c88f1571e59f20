package io.capstan.replication.raft;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.log.Entry;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;

/// The two moments at which everything changes: a replica becomes leader, and ceases to be one.
///
/// Raft thesis 3.4, 3.5 (leaders), 6.4 (the no-op), 6.2 (stepping down).
final class Leadership {
    private final RaftReplica replica;
    private final RaftState state;

    Leadership(RaftReplica replica, RaftState state) {
        this.replica = replica;
        this.state = state;
    }

    /// The election of this term is won.
    void assume() {
        Lease lease = new Lease(state.electionTimeoutNanos, state.options.maxClockDrift());
        Leader leader = new Leader(state.log.lastIndex() + 1, lease, state.nanos());
        state.role = leader;
        state.verified = state.log.lastIndex();
        state.out.cancel(RaftState.ELECTION);
        replica.replication.resetPeers(leader);
        state.trace("elected", "term=" + state.term());
        state.publishLeadership();
        replica.replication.append(leader, Entry.Kind.NOOP, Bytes.EMPTY, null);
        replica.replication.flush();
        replica.heartbeats.beat(leader);
        replica.reads.leaderChanged();
        replica.transfer.leaderKnown(state.self);
    }

    /// A newer term was seen: follow `leader` in it, where it is known.
    void follow(long term, ReplicaId leader) {
        boolean led = state.role instanceof Leader;
        if (led) state.mark(RaftMark.STEPPED_DOWN_ON_TERM);
        state.mark(RaftMark.TERM_LEARNED);
        state.persist(state.hard.withVote(term, ReplicaId.NONE));
        state.verified = state.commit;
        become(leader);
    }

    /// Leadership is given up within the term.
    void resign(String why) {
        state.trace("stepped-down", "term=" + state.term() + " why=" + why);
        become(ReplicaId.NONE);
    }

    private void become(ReplicaId leader) {
        boolean led = state.role instanceof Leader;
        if (led) replica.replication.write();
        state.role = new Role.Follower(leader);
        if (led) {
            state.out.cancel(RaftState.HEARTBEAT);
            state.out.cancel(RaftState.FLUSH);
            state.out.cancel(RaftState.SNAPSHOT);
            answerUnknown();
            replica.reconfiguration.deposed();
            replica.election.restartTimer();
            state.hadContact = false;
        }
        state.publishLeadership();
        replica.reads.leaderChanged();
        replica.transfer.leaderKnown(leader);
    }

    /// The commands that wait in the log may still be committed by the next leader, or not.
    private void answerUnknown() {
        for (long index = state.commit + 1; index <= state.log.lastIndex(); index++) {
            Command waiting = state.log.proposedAt(index);
            if (waiting == null) continue;
            state.mark(RaftMark.UNKNOWN_ON_STEP_DOWN);
            state.log.forgetProposal(index);
            state.out.reply(
                    waiting.tag().id(),
                    new Outcome.Unknown(
                            state.node
                                    + " ceased to lead shard "
                                    + state.configurations.descriptor().shard()
                                    + " before the command was committed; it may still take effect"
                                    + " until its expiry. Ask again under the same id"));
        }
    }
}
