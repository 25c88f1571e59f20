package io.capstan.replication.raft;

import io.capstan.core.actor.Address;
import io.capstan.core.id.ReplicaId;

/// The leader's rounds: each confirms, where a quorum answers, that nobody newer leads, and so
/// feeds lease, linearizable reads and check-quorum; each carries commit index and closed
/// timestamp, and each answer tells of appends that were lost.
///
/// Raft thesis 3.4 (heartbeats), 6.2 (check-quorum), 6.4 (rounds for reads).
final class Heartbeats {
    private final RaftReplica replica;
    private final RaftState state;

    Heartbeats(RaftReplica replica, RaftState state) {
        this.replica = replica;
        this.state = state;
    }

    /// The timer fired.
    void tick() {
        if (!(state.role instanceof Leader leader)) return;
        if (!hasQuorumContact(leader)) {
            state.mark(RaftMark.STEPPED_DOWN_ON_CHECK_QUORUM);
            replica.leadership.resign("no majority heard for an election timeout");
            return;
        }
        if (leader.lease.wasHeld() && !leader.lease.holds(state.nanos())) {
            state.mark(RaftMark.LEASE_LAPSED);
            leader.lease.lapse();
        }
        replica.reads.rounds().expire();
        replica.reconfiguration.tick(leader);
        replica.snapshots.tick(leader);
        if (replica.quiescence.mayRest(leader)) return;
        beat(leader);
    }

    /// Begins a round now, and sets the timer for the next.
    void beat(Leader leader) {
        state.schedule(RaftState.HEARTBEAT, state.options.heartbeatInterval().toNanos());
        begin(leader);
    }

    /// Begins a round.
    void begin(Leader leader) {
        replica.replication.close(leader);
        long round = leader.lease.begin(state.nanos());
        RaftMessage.Heartbeat heartbeat =
                new RaftMessage.Heartbeat(
                        state.term(),
                        round,
                        state.commit,
                        leader.closed,
                        state.log.lastIndex(),
                        state.log.lastIndex(),
                        leader.quiescing);
        for (Progress peer : leader.peers) state.out.send(peer.address, heartbeat);
        confirm(leader);
    }

    /// Whether a quorum was heard of within the last election timeout.
    boolean hasQuorumContact(Leader leader) {
        return state.configurations.quorum().reached(member -> patienceLeft(leader, member)) > 0;
    }

    /// How long until this member counts as silent; 0 once it does.
    private long patienceLeft(Leader leader, ReplicaId member) {
        if (member.equals(state.self)) return Long.MAX_VALUE;
        Progress peer = leader.peer(member);
        if (peer == null) return 0;
        return Math.max(peer.heardNanos + state.electionTimeoutNanos - state.nanos(), 0);
    }

    void on(Address from, RaftMessage.Heartbeat heartbeat) {
        replica.election.heard(from.replica());
        replica.applying.commitTo(Math.min(heartbeat.commit(), state.verified));
        replica.reads.closed(heartbeat.closed(), heartbeat.closedIndex());
        boolean quiet = heartbeat.quiesce() && replica.quiescence.followerRests(heartbeat);
        state.respond(
                0,
                from,
                new RaftMessage.HeartbeatResponse(
                        state.term(),
                        heartbeat.round(),
                        state.verified,
                        Math.min(state.verified, state.log.durable()),
                        quiet));
    }

    void on(Address from, RaftMessage.HeartbeatResponse response) {
        if (!(state.role instanceof Leader leader)) return;
        Progress peer = leader.peer(from.replica());
        if (peer == null || response.round() == 0) return;
        peer.heardNanos = state.nanos();
        if (response.round() < peer.answeredRound) return;
        peer.answeredRound = response.round();
        peer.quiet = response.quiet();
        confirm(leader);
        recover(leader, peer, response);
        replica.quiescence.peerAnswered(leader);
    }

    /// Repeats what the answer shows to be lost: acknowledgements, probes, appends. A member that
    /// no longer knows how far its log equals ours has restarted: a probe tells it.
    private void recover(Leader leader, Progress peer, RaftMessage.HeartbeatResponse response) {
        boolean restarted = response.received() < peer.match();
        boolean lost = peer.lost(response.round(), response.received());
        if (peer.mode() == Progress.Mode.REPLICATE && (lost || restarted)) {
            state.mark(RaftMark.LOSS_SEEN_BY_HEARTBEAT);
            peer.becomeProbe(peer.match() + 1);
        }
        if (peer.mode() == Progress.Mode.PROBE) peer.probing = false;
        if (response.durable() > peer.match())
            replica.replication.acknowledged(leader, peer, response.durable());
        else replica.replication.replicate(leader, peer);
    }

    /// Takes note of the newest round that a quorum has answered.
    private void confirm(Leader leader) {
        long round = state.configurations.quorum().reached(member -> answeredRound(leader, member));
        if (!leader.lease.confirm(Math.min(round, leader.lease.lastRound()))) return;
        if (leader.lease.holds(state.nanos())) state.mark(RaftMark.LEASE_GRANTED);
        replica.reads.rounds().confirmed(leader);
    }

    private long answeredRound(Leader leader, ReplicaId member) {
        if (member.equals(state.self)) return leader.lease.lastRound();
        Progress peer = leader.peer(member);
        return peer == null ? 0 : peer.answeredRound;
    }
}
