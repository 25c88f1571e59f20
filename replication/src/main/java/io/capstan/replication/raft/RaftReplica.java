package io.capstan.replication.raft;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Outbox;
import io.capstan.core.actor.Pressure;
import io.capstan.core.actor.Replica;
import io.capstan.core.actor.Status;
import io.capstan.core.actor.Timer;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.log.Answer;
import io.capstan.core.log.Position;
import io.capstan.core.log.Recovered;
import io.capstan.core.log.Wanted;
import io.capstan.core.protocol.Seat;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Command;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.time.Now;
import java.util.Arrays;
import java.util.List;

/// One copy of one shard under Raft: takes each input to the part that knows what to do with it.
///
/// The rule of terms is here, once, for all messages; everything else is in the parts: [Election],
/// [Leadership], [Heartbeats], [Replication], [Following], [Applying], [Reads], [Snapshots],
/// [Installing], [Reconfiguration], [Transfer], [Quiescence]. They share [RaftState].
///
/// The host opens a replica with its first input, whichever that is; it gives one as soon as the
/// replica exists (the timer [Timer#OPEN]), because only a step can set timers.
final class RaftReplica implements Replica<RaftMessage> {
    final RaftState state;
    final Election election;
    final Leadership leadership;
    final Heartbeats heartbeats;
    final Replication replication;
    final Following following;
    final Applying applying;
    final Reads reads;
    final Snapshots snapshots;
    final Installing installing;
    final Reconfiguration reconfiguration;
    final Transfer transfer;
    final Quiescence quiescence;
    private boolean started;
    private long stampFetch;

    RaftReplica(Seat seat, Recovered recovered) {
        state = new RaftState(seat, recovered);
        election = new Election(this, state);
        leadership = new Leadership(this, state);
        heartbeats = new Heartbeats(this, state);
        replication = new Replication(this, state);
        following = new Following(this, state);
        applying = new Applying(this, state);
        reads = new Reads(this, state);
        snapshots = new Snapshots(state);
        installing = new Installing(this, state, recovered);
        reconfiguration = new Reconfiguration(this, state);
        transfer = new Transfer(this, state);
        quiescence = new Quiescence(this, state);
    }

    @Override
    public void on(Now now, Input<RaftMessage> input, Outbox<RaftMessage> out) {
        state.enter(now, out);
        if (!started) start();
        switch (input) {
            case Input.Received<RaftMessage>(Address from, RaftMessage message) ->
                    received(from, message);
            case Input.Requested<RaftMessage>(Request request) -> requested(request);
            case Input.TimerFired<RaftMessage>(Timer timer) -> fired(timer);
            case Input.Persisted<RaftMessage>(long ticket) -> persisted(ticket);
            case Input.Applied<RaftMessage>(Position.Index(long index)) -> applied(index);
            case Input.Fetched<RaftMessage>(long ticket, Answer answer) -> fetched(ticket, answer);
            case Input.PeerChanged<RaftMessage> peer ->
                    quiescence.changed(peer.node(), peer.liveness());
            case Input.PressureChanged<RaftMessage>(Pressure pressure) -> pressed(pressure);
            // The group's own log decides its members, and it calls nobody.
            case Input.DescriptorChanged<RaftMessage> d -> {}
            case Input.Answered<RaftMessage> a -> {}
        }
    }

    private void start() {
        started = true;
        reconfiguration.opened();
        election.start();
        long last = state.log.lastIndex();
        if (!state.log.stampKnown())
            stampFetch = state.out.fetch(new Wanted.Entries(last, last + 1, 1));
    }

    // ------------------------------------------------------------------ messages

    private void received(Address from, RaftMessage message) {
        quiescence.received(message);
        if (!isOfOurTerm(from, message)) return;
        switch (message) {
            case RaftMessage.PreVoteRequest m -> election.on(from, m);
            case RaftMessage.PreVoteResponse m -> election.on(from, m);
            case RaftMessage.VoteRequest m -> election.on(from, m);
            case RaftMessage.VoteResponse m -> election.on(from, m);
            case RaftMessage.TimeoutNow m -> election.on(from, m);
            case RaftMessage.AppendRequest m -> following.on(from, m);
            case RaftMessage.AppendResponse m -> replication.on(from, m);
            case RaftMessage.AppendRejected m -> replication.on(from, m);
            case RaftMessage.Heartbeat m -> heartbeats.on(from, m);
            case RaftMessage.HeartbeatResponse m -> heartbeats.on(from, m);
            case RaftMessage.ReadIndexRequest m -> reads.rounds().on(from, m);
            case RaftMessage.ReadIndexResponse m -> reads.asks().on(m);
            case RaftMessage.SnapshotRequest m -> installing.on(from, m);
            case RaftMessage.SnapshotResponse m -> snapshots.on(from, m);
        }
    }

    /// The rule of terms (thesis 3.3): a newer term is adopted before anything else, an older one
    /// is told so. Two exceptions: a pre-vote moves no term, and a vote is not even looked at while
    /// a leader is well.
    private boolean isOfOurTerm(Address from, RaftMessage message) {
        if (message instanceof RaftMessage.PreVoteRequest) return true;
        if (message instanceof RaftMessage.VoteRequest vote && election.ignores(vote)) return false;
        if (message.term() > state.term()) {
            leadership.follow(message.term(), isLeaders(message) ? from.replica() : ReplicaId.NONE);
            return true;
        }
        if (message.term() == state.term()) return true;
        if (message instanceof RaftMessage.PreVoteResponse) return true;
        tellTerm(from, message);
        return false;
    }

    /// Only the leader of a term sends these.
    private static boolean isLeaders(RaftMessage message) {
        return message instanceof RaftMessage.AppendRequest
                || message instanceof RaftMessage.Heartbeat
                || message instanceof RaftMessage.SnapshotRequest;
    }

    /// Tells a leader or candidate of an older term that it is over; an answer to an older question
    /// is of no use any more.
    private void tellTerm(Address from, RaftMessage message) {
        if (message instanceof RaftMessage.VoteRequest) {
            state.respond(0, from, new RaftMessage.VoteResponse(state.term(), false));
        } else if (message instanceof RaftMessage.ReadIndexRequest request) {
            state.respond(
                    0,
                    from,
                    new RaftMessage.ReadIndexResponse(state.term(), request.ask(), 0, false));
        } else if (isLeaders(message)) {
            state.mark(RaftMark.STALE_LEADER_TOLD);
            state.respond(0, from, new RaftMessage.HeartbeatResponse(state.term(), 0, 0, 0, false));
        }
    }

    // ------------------------------------------------------------------ other inputs

    private void requested(Request request) {
        quiescence.requested();
        switch (request.ask()) {
            case Command command -> replication.propose(command);
            case Query query -> reads.query(request);
            case Administer.ChangeMembers change -> reconfiguration.request(request, change);
            case Administer.TransferLeadership wish -> transfer.request(request, wish);
            case Administer.OfCluster _ ->
                    state.refuse(
                            request.id(),
                            ErrorCode.MALFORMED,
                            "a deed of the whole cluster is done by a node, not by a shard; name"
                                    + " no shard");
        }
    }

    private void fired(Timer timer) {
        switch (timer.name()) {
            case "election" -> election.timerFired();
            case "heartbeat" -> heartbeats.tick();
            case "flush" -> replication.flush();
            case "reads" -> reads.timerFired();
            case "snapshot" -> snapshots.timerFired();
            case "transfer" -> transfer.timerFired();
            default -> {}
        }
    }

    private void persisted(long ticket) {
        state.persisted(ticket);
        boolean more = state.log.persisted(ticket);
        election.persisted();
        installing.persisted();
        if (!more) return;
        if (state.role instanceof Leader leader) replication.advanceCommit(leader);
        applying.hand();
    }

    private void applied(long index) {
        if (!installing.applied(index)) applying.applied(index);
        reads.applied();
    }

    private void fetched(long ticket, Answer answer) {
        if (ticket == stampFetch) {
            stampFetch = 0;
            if (answer instanceof Answer.Entries found && !found.entries().isEmpty())
                state.log.learnStamp(found.entries().getLast().stamp());
            return;
        }
        if (applying.fetched(ticket, answer) || replication.fetched(ticket, answer)) return;
        snapshots.fetched(ticket, answer);
    }

    /// A leader whose disk stalls, or whose node is to stop, hands over while it can still speak;
    /// it does not stand again as long as that lasts.
    private void pressed(Pressure pressure) {
        switch (pressure.resource()) {
            case DISK -> diskPressed(pressure.level());
            case NODE -> {
                state.stopping = pressure.level() != Pressure.Level.WELL;
                if (state.stopping && state.role instanceof Leader leader)
                    transfer.abdicate(leader, "its node is to stop");
            }
            case STORE, NETWORK -> {}
        }
    }

    private void diskPressed(Pressure.Level level) {
        state.diskStalled = level == Pressure.Level.STALLED;
        state.diskFull = level == Pressure.Level.FULL;
        if (!state.diskStalled || !(state.role instanceof Leader leader)) return;
        state.mark(RaftMark.STEPPED_DOWN_ON_DISK_STALL);
        transfer.abdicate(leader, "its disk has stalled");
    }

    // ------------------------------------------------------------------ for others

    @Override
    public Status status() {
        return new Status(
                letter(),
                state.term(),
                state.commit,
                state.applied,
                state.log.lastIndex(),
                state.leaderNode(),
                detail(),
                peers());
    }

    private List<Status.Peer> peers() {
        if (!(state.role instanceof Leader leader)) return List.of();
        return Arrays.stream(leader.peers)
                .map(peer -> new Status.Peer(peer.member.node(), peer.match()))
                .toList();
    }

    private String letter() {
        boolean learns = state.role instanceof Role.Follower && !state.isVoter();
        return learns ? "N" : String.valueOf(state.role.letter());
    }

    private String detail() {
        StringBuilder detail = new StringBuilder();
        if (state.unborn) detail.append("unborn ");
        if (state.quiescent) detail.append("quiet ");
        if (state.configurations.configuration().isJoint()) detail.append("joint ");
        if (state.role instanceof Leader leader) {
            detail.append('[').append(state.self).append(':').append(state.log.durable());
            for (Progress peer : leader.peers) detail.append(' ').append(peer);
            detail.append(']');
        }
        return detail.toString().strip();
    }

    @Override
    public void checkInvariants() {
        state.log.checkInvariants();
        Invariant.check(
                state.applied <= state.handed,
                "applied %s, handed %s",
                state.applied,
                state.handed);
        Invariant.check(
                state.handed <= state.commit, "handed %s, commit %s", state.handed, state.commit);
        Invariant.check(
                state.handed <= state.log.durable(),
                "handed %s, durable %s",
                state.handed,
                state.log.durable());
        Invariant.check(
                state.commit <= state.log.lastIndex(),
                "commit %s, last %s",
                state.commit,
                state.log.lastIndex());
        if (!(state.role instanceof Leader leader)) return;
        Invariant.check(
                leader.firstIndex <= state.log.lastIndex() && state.log.lastTerm() == state.term(),
                "the leader of term %s has a log of term %s",
                state.term(),
                state.log.lastTerm());
        for (Progress peer : leader.peers) peer.checkInvariants();
    }

    @Override
    public String toString() {
        return state.self + " " + status();
    }
}
