package io.capstan.replication.raft;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Address;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.quorum.VoteResult;
import io.capstan.core.shard.Member;

/// Who leads: timeouts, pre-votes, votes, and the promise to a living leader.
///
/// Invariants
/// 1. At most one vote per term, and it leaves only after it is durable. Nobody leads in a term
///    that it could forget: it might be elected in it again, by the very same votes.
/// 2. A vote goes only to a log at least as up to date as one's own.
/// 3. Nobody who heard of a leader within the last election timeout, and nobody who restarted
///    within it (having forgotten whom it heard), votes for another or stands itself, unless that
///    leader itself asked for the election. Leases and check-quorum rest on this promise.
/// 4. Who is a voter neither of its own configuration nor of the newest committed one does not
///    stand; but it may vote: the candidate counts it only where it knows a newer configuration. So
///    may one that still waits for its first snapshot: it has acknowledged nothing, and without it
///    a group that lost another voter might have no majority.
///
/// Raft thesis 3.4, 3.6.1 (restriction), 3.8 (persistence), 4.2.2 (being removed), 4.2.3
/// (disruptive servers), 6.2 (check-quorum), 9.6 (pre-vote).
final class Election {
    private final RaftReplica replica;
    private final RaftState state;
    private long timeoutNanos;
    private long waitingSinceNanos;
    private long voteFromNanos;

    /// No leader was ever heard of: nobody to be patient with.
    private boolean impatient;

    Election(RaftReplica replica, RaftState state) {
        this.replica = replica;
        this.state = state;
    }

    /// The first step after the replica was opened.
    void start() {
        waitingSinceNanos = state.nanos();
        voteFromNanos = state.founding ? state.nanos() : state.nanos() + state.electionTimeoutNanos;
        long heartbeat = state.options.heartbeatInterval().toNanos();
        impatient = state.founding;
        timeoutNanos =
                impatient ? state.random.between(heartbeat, state.electionTimeoutNanos) : drawn();
        state.schedule(RaftState.ELECTION, timeoutNanos);
    }

    private long drawn() {
        return state.electionTimeoutNanos + state.random.below(state.electionTimeoutNanos);
    }

    /// A message of this term's leader has come.
    void heard(ReplicaId leader) {
        state.contactNanos = state.nanos();
        state.hadContact = true;
        waitingSinceNanos = state.nanos();
        if (impatient) timeoutNanos = drawn();
        impatient = false;
        switch (state.role) {
            case Role.Follower follower -> {
                if (follower.leader().equals(leader)) return;
                Invariant.check(
                        follower.leader().isNone(),
                        "term %s has the leaders %s and %s",
                        state.term(),
                        follower.leader(),
                        leader);
                state.role = new Role.Follower(leader);
            }
            case Role.PreCandidate p -> state.role = new Role.Follower(leader);
            case Role.Candidate c -> {
                state.mark(RaftMark.ELECTION_LOST_TO_LEADER);
                state.role = new Role.Follower(leader);
            }
            case Leader own ->
                    Invariant.check(
                            false,
                            "term %s has the leaders %s and %s",
                            state.term(),
                            state.self,
                            leader);
        }
        state.publishLeadership();
        replica.reads.leaderChanged();
        replica.transfer.leaderKnown(leader);
    }

    /// The election timer fired; it is set to the time of the last contact lazily, so that a
    /// heartbeat costs no timer.
    void timerFired() {
        if (state.role instanceof Leader || state.quiescent) return;
        long left = waitingSinceNanos + timeoutNanos - state.nanos();
        if (left > 0) {
            state.schedule(RaftState.ELECTION, left);
            return;
        }
        restartTimer();
        if (isSticky()) return;
        if (mayStand()) askForPreVotes();
        else if (state.configurations.configuration().isLearner(state.self)) knock();
    }

    void restartTimer() {
        waitingSinceNanos = state.nanos();
        timeoutNanos = drawn();
        state.schedule(RaftState.ELECTION, timeoutNanos);
    }

    /// The leader's node is dead, the liveness layer says: stand as soon as the others' promise is
    /// over, without the random wait on top. The promise itself is not shortened.
    void leaderSuspected() {
        if (state.role instanceof Leader) return;
        timeoutNanos =
                state.electionTimeoutNanos + state.random.below(state.electionTimeoutNanos / 4 + 1);
        long left = waitingSinceNanos + timeoutNanos - state.nanos();
        state.schedule(RaftState.ELECTION, Math.max(left, 0));
    }

    private boolean mayStand() {
        return state.mayLead()
                && !state.diskStalled
                && !state.stopping
                && !replica.installing.isFlipping()
                && state.log.stampKnown()
                && state.nanos() - voteFromNanos >= 0;
    }

    private void askForPreVotes() {
        state.mark(RaftMark.PRE_VOTE_STARTED);
        Ballots ballots = new Ballots();
        ballots.record(state.self, true);
        state.role = new Role.PreCandidate(state.term() + 1, ballots);
        state.publishLeadership();
        sendPreVoteRequests();
        countPreVotes();
    }

    /// A learner that hears nobody does not stand. But it may have restarted and know less than it
    /// did while the group rests: its question, whose answers count for nothing, wakes the others.
    private void knock() {
        state.mark(RaftMark.LEARNER_KNOCKED);
        sendPreVoteRequests();
    }

    private void sendPreVoteRequests() {
        sendToVoters(
                new RaftMessage.PreVoteRequest(
                        state.term(), state.log.lastIndex(), state.log.lastTerm()));
    }

    /// Thesis 9.6: granted where an election would be, without any promise.
    void on(Address from, RaftMessage.PreVoteRequest request) {
        boolean current = request.term() >= state.term();
        boolean free = !isSticky();
        boolean upToDate = state.log.isNotAheadOf(request.lastIndex(), request.lastTerm());
        if (!free) state.mark(RaftMark.PRE_VOTE_REFUSED_STICKY);
        else if (!upToDate) state.mark(RaftMark.PRE_VOTE_REFUSED_LOG);
        boolean granted = current && free && upToDate;
        state.respond(
                0,
                from,
                new RaftMessage.PreVoteResponse(state.term(), request.term() + 1, granted));
    }

    void on(Address from, RaftMessage.PreVoteResponse response) {
        if (!(state.role instanceof Role.PreCandidate pre) || pre.asked() != response.asked())
            return;
        pre.ballots().record(from.replica(), response.granted());
        countPreVotes();
    }

    private void countPreVotes() {
        if (!(state.role instanceof Role.PreCandidate pre)) return;
        switch (pre.ballots().tally(state.configurations.quorum())) {
            case WON -> {
                state.mark(RaftMark.PRE_VOTE_WON);
                stand(false);
            }
            case LOST -> state.role = new Role.Follower(ReplicaId.NONE);
            case PENDING -> {}
        }
    }

    /// Begins an election in a new term. The requests leave at once; it can be won only once our
    /// own vote, and the term with it, is durable.
    private void stand(boolean transfer) {
        state.mark(RaftMark.ELECTION_STARTED);
        long ticket = state.persist(state.hard.withVote(state.term() + 1, state.self));
        state.verified = state.commit;
        state.role = new Role.Candidate(new Ballots(), ticket, transfer);
        state.publishLeadership();
        state.trace("standing", "term=" + state.term());
        restartTimer();
        sendToVoters(
                new RaftMessage.VoteRequest(
                        state.term(), state.log.lastIndex(), state.log.lastTerm(), transfer));
    }

    private void sendToVoters(RaftMessage message) {
        for (Member member : state.configurations.descriptor().members()) {
            ReplicaId id = member.replica();
            if (!id.equals(state.self) && state.configurations.configuration().isVoter(id))
                state.out.send(state.addressOf(id), message);
        }
    }

    /// Something became durable: perhaps our own vote.
    void persisted() {
        if (!(state.role instanceof Role.Candidate candidate)) return;
        if (!state.isDurable(candidate.voteTicket())) return;
        candidate.ballots().record(state.self, true);
        countVotes(candidate);
    }

    /// Whether a request for a vote must be ignored altogether, its term too: a removed or cut off
    /// replica must not unseat a leader that is well.
    boolean ignores(RaftMessage.VoteRequest request) {
        if (state.nanos() - voteFromNanos < 0) {
            state.mark(RaftMark.VOTE_IGNORED_AFTER_RESTART);
            return true;
        }
        if (request.transfer() || !isSticky()) return false;
        state.mark(RaftMark.VOTE_IGNORED_STICKY);
        return true;
    }

    /// Whether the promise to a leader, or to one that was forgotten in a restart, still binds.
    private boolean isSticky() {
        if (state.nanos() - voteFromNanos < 0) return true;
        if (state.role instanceof Leader leader) return replica.heartbeats.hasQuorumContact(leader);
        return state.hadContact && state.nanos() - state.contactNanos < state.electionTimeoutNanos;
    }

    void on(Address from, RaftMessage.VoteRequest request) {
        boolean free = state.hard.vote().isNone() || state.hard.vote().equals(from.replica());
        boolean upToDate = state.log.isNotAheadOf(request.lastIndex(), request.lastTerm());
        if (!free) state.mark(RaftMark.VOTE_REFUSED_ALREADY_CAST);
        else if (!upToDate) state.mark(RaftMark.VOTE_REFUSED_LOG);
        if (!free || !upToDate || !state.leader().isNone()) {
            state.respond(0, from, new RaftMessage.VoteResponse(state.term(), false));
            return;
        }
        state.mark(RaftMark.VOTE_GRANTED);
        if (!state.isVoter()) state.mark(RaftMark.LEARNER_VOTED);
        long ticket = state.persist(state.hard.withVote(state.term(), from.replica()));
        waitingSinceNanos = state.nanos();
        state.out.sendAfter(ticket, from, new RaftMessage.VoteResponse(state.term(), true));
    }

    void on(Address from, RaftMessage.VoteResponse response) {
        if (!(state.role instanceof Role.Candidate candidate)) return;
        candidate.ballots().record(from.replica(), response.granted());
        countVotes(candidate);
    }

    private void countVotes(Role.Candidate candidate) {
        VoteResult result = candidate.ballots().tally(state.configurations.quorum());
        switch (result) {
            case WON -> {
                if (!state.isDurable(candidate.voteTicket())) return;
                state.mark(RaftMark.ELECTION_WON);
                if (candidate.transfer()) state.mark(RaftMark.TRANSFER_DONE);
                replica.leadership.assume();
            }
            case LOST -> {
                state.role = new Role.Follower(ReplicaId.NONE);
                state.publishLeadership();
            }
            case PENDING -> {}
        }
    }

    /// The leader hands over: no pre-vote, no waiting. Thesis 3.10.
    void on(Address from, RaftMessage.TimeoutNow request) {
        if (state.role instanceof Role.Follower && mayStand()) stand(true);
    }
}
