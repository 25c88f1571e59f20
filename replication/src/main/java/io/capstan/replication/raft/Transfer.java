package io.capstan.replication.raft;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
import org.jspecify.annotations.Nullable;

/// Hands leadership to a chosen voter: waits until its log is complete, then tells it to stand at
/// once.
///
/// Invariants
/// 1. The lease is void before the target is told, and stays void for the rest of the term, because
///    the target's election ignores the promise that the lease rests on, and may be late.
/// 2. While a transfer is under way no new command is accepted; it ends after one election timeout
///    at the latest.
///
/// Raft thesis 3.10.
final class Transfer {
    /// `request`: who awaits the end, null where nobody does.
    private record UnderWay(ReplicaId target, @Nullable RequestId request, boolean sent) {}

    private final RaftReplica replica;
    private final RaftState state;
    private @Nullable UnderWay underWay;

    Transfer(RaftReplica replica, RaftState state) {
        this.replica = replica;
        this.state = state;
    }

    boolean isUnderWay() {
        return underWay != null && state.role instanceof Leader;
    }

    void refuseProposal(RequestId id) {
        state.refuse(
                id,
                ErrorCode.NO_LEADER,
                "shard "
                        + state.configurations.descriptor().shard()
                        + " is handing its leadership over; retry");
    }

    void request(Request request, Administer.TransferLeadership wish) {
        if (!(state.role instanceof Leader leader)) {
            state.redirect(request.id());
            return;
        }
        Progress target = leader.peer(wish.to());
        String shard = "shard " + state.configurations.descriptor().shard();
        if (wish.to().equals(state.self)) {
            refuse(request.id(), wish.to() + " leads " + shard + " already");
        } else if (underWay != null) {
            refuse(request.id(), shard + " is being handed to " + underWay.target() + " already");
        } else if (target == null || !state.configurations.configuration().isVoter(wish.to())) {
            refuse(request.id(), wish.to() + " is no voter of " + shard);
        } else {
            begin(leader, target, request.id());
        }
    }

    private void refuse(RequestId id, String text) {
        state.refuse(id, ErrorCode.TRANSFER_REFUSED, text);
    }

    private void begin(Leader leader, Progress target, @Nullable RequestId request) {
        state.mark(RaftMark.TRANSFER_STARTED);
        underWay = new UnderWay(target.member.replica(), request, false);
        state.schedule(RaftState.TRANSFER, state.electionTimeoutNanos);
        if (target.match() == state.log.lastIndex()) tell(leader, target);
        else replica.replication.replicate(leader, target);
    }

    /// A member's log has grown: perhaps it is the target's, and complete.
    void caughtUp(Leader leader, Progress peer) {
        UnderWay now = underWay;
        if (now == null || now.sent() || !now.target().equals(peer.member.replica())) return;
        if (peer.match() == state.log.lastIndex()) tell(leader, peer);
    }

    private void tell(Leader leader, Progress target) {
        UnderWay now = underWay;
        if (now == null) return;
        state.mark(RaftMark.TRANSFER_SENT);
        if (leader.lease.holds(state.nanos())) state.mark(RaftMark.LEASE_VOIDED_BY_TRANSFER);
        leader.lease.renounce();
        state.out.send(target.address, new RaftMessage.TimeoutNow(state.term()));
        underWay = new UnderWay(now.target(), now.request(), true);
    }

    /// Hands over to whoever is furthest of those that still answer, without being asked, and steps
    /// down whether or not it succeeds. False where there is nobody to hand over to.
    boolean abdicate(Leader leader, String why) {
        Progress best = null;
        for (Progress peer : leader.peers) {
            if (!state.configurations.configuration().isVoter(peer.member.replica())) continue;
            if (state.nanos() - peer.heardNanos >= state.electionTimeoutNanos) continue;
            if (best == null || peer.match() > best.match()) best = peer;
        }
        if (best == null) return false;
        leader.lease.renounce();
        if (best.match() >= state.commit)
            state.out.send(best.address, new RaftMessage.TimeoutNow(state.term()));
        replica.leadership.resign(why);
        return true;
    }

    void timerFired() {
        UnderWay ended = underWay;
        if (ended == null) return;
        underWay = null;
        state.mark(RaftMark.TRANSFER_TIMED_OUT);
        if (ended.request() == null) return;
        if (state.role instanceof Leader) {
            String text =
                    ended.target() + " did not take over in time; " + state.self + " leads on";
            refuse(ended.request(), text);
        } else {
            String text = "leadership was given up, and nobody is known to lead yet";
            state.out.reply(ended.request(), new Outcome.Unknown(text));
        }
    }

    /// Somebody leads a newer term: the transfer is over, one way or the other.
    void leaderKnown(ReplicaId leader) {
        UnderWay ended = underWay;
        if (ended == null || leader.isNone()) return;
        underWay = null;
        state.out.cancel(RaftState.TRANSFER);
        RequestId request = ended.request();
        if (request == null) return;
        if (leader.equals(ended.target())) {
            long epoch = state.configurations.descriptor().epoch();
            state.out.reply(
                    request,
                    new Outcome.Done(
                            new Result.Administered(epoch),
                            state.configurations.descriptor().shard(),
                            state.commit,
                            state.log.lastStamp()));
        } else {
            refuse(request, leader + " was elected instead of " + ended.target());
        }
    }
}
