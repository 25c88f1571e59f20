package io.capstan.replication.raft;

import io.capstan.core.actor.Liveness;
import io.capstan.core.id.NodeId;

/// An idle shard costs nothing: when everybody has everything and nothing has been asked for a
/// while, leader and followers stop their timers, and the liveness layer watches for them.
///
/// The leader says that it wants to rest; it stops once every member has answered that it has
/// stopped. A request, a message, or news of the leader's node wakes a replica: a follower waits a
/// full election timeout from then on, a leader begins with a round, because its lease has not been
/// renewed meanwhile.
///
/// After CockroachDB's quiescent replicas and TiKV's hibernating regions.
final class Quiescence {
    private final RaftReplica replica;
    private final RaftState state;

    Quiescence(RaftReplica replica, RaftState state) {
        this.replica = replica;
        this.state = state;
    }

    /// At a leader's heartbeat: whether the timer may stop now.
    boolean mayRest(Leader leader) {
        leader.quiescing = isIdle(leader);
        return leader.quiescing && restIfAllDo(leader);
    }

    private boolean isIdle(Leader leader) {
        long last = state.log.lastIndex();
        if (state.nanos() - leader.busyNanos < state.options.quiesceAfter().toNanos()) return false;
        if (state.applied != last || replica.reads.pending() > 0) return false;
        if (replica.transfer.isUnderWay() || replica.reconfiguration.isPending()) return false;
        for (Progress peer : leader.peers) if (peer.match() != last) return false;
        return true;
    }

    /// A member has answered: when all have stopped, the leader stops too.
    void peerAnswered(Leader leader) {
        if (leader.quiescing && isIdle(leader)) restIfAllDo(leader);
    }

    private boolean restIfAllDo(Leader leader) {
        for (Progress peer : leader.peers) if (!peer.quiet) return false;
        state.mark(RaftMark.QUIESCED);
        state.quiescent = true;
        leader.lease.lapse();
        state.out.cancel(RaftState.HEARTBEAT);
        return true;
    }

    /// A follower is told to rest; it does where its log is complete and applied.
    boolean followerRests(RaftMessage.Heartbeat heartbeat) {
        boolean complete =
                state.verified == heartbeat.lastIndex()
                        && state.log.lastIndex() == heartbeat.lastIndex()
                        && state.applied == heartbeat.lastIndex();
        if (!complete) return false;
        state.quiescent = true;
        state.out.cancel(RaftState.ELECTION);
        return true;
    }

    /// A request was made.
    void requested() {
        if (!(state.role instanceof Leader) || !state.quiescent) return;
        state.mark(RaftMark.WOKEN_BY_REQUEST);
        wake();
    }

    /// A message came. A resting follower stays so under its leader's heartbeats that say so.
    void received(RaftMessage message) {
        if (!state.quiescent) return;
        if (message instanceof RaftMessage.Heartbeat heartbeat && heartbeat.quiesce()) return;
        if (message instanceof RaftMessage.HeartbeatResponse) return;
        state.mark(RaftMark.WOKEN_BY_MESSAGE);
        wake();
    }

    /// The liveness layer has news of a node.
    void changed(NodeId node, Liveness liveness) {
        if (liveness == Liveness.ALIVE || !node.equals(state.leaderNode())) return;
        if (state.role instanceof Leader) return;
        if (state.quiescent) {
            state.mark(RaftMark.WOKEN_BY_LIVENESS);
            wake();
        }
        if (liveness == Liveness.DEAD) replica.election.leaderSuspected();
    }

    private void wake() {
        state.quiescent = false;
        if (state.role instanceof Leader leader) {
            leader.quiescing = false;
            leader.busyNanos = state.nanos();
            for (Progress peer : leader.peers) {
                peer.heardNanos = state.nanos();
                peer.quiet = false;
            }
            replica.heartbeats.beat(leader);
        } else {
            // The leader may be well: nobody else gets our vote before an election timeout.
            state.contactNanos = state.nanos();
            state.hadContact = true;
            replica.election.restartTimer();
        }
    }
}
