package io.capstan.replication.raft;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
import io.capstan.core.actor.Outbox;
import io.capstan.core.actor.Timer;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.log.LogRecord;
import io.capstan.core.log.Recovered;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.core.protocol.Seat;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.RequestId;
import io.capstan.core.time.Now;
import io.capstan.core.trace.TraceEvent;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;

/// What all parts of one replica share: its term, vote, role, log, configuration and positions, and
/// the `now` and `out` of the step being taken.
///
/// Invariants
/// 1. `applied <= handed <= commit <= log.lastIndex`, and `handed <= log.durable`.
/// 2. The term never falls; the vote changes at most once within a term.
/// 3. Nothing that depends on the term or the vote leaves before both are durable ([#respond]).
final class RaftState {
    static final Timer ELECTION = new Timer("election");
    static final Timer HEARTBEAT = new Timer("heartbeat");
    static final Timer FLUSH = new Timer("flush");
    static final Timer READS = new Timer("reads");
    static final Timer SNAPSHOT = new Timer("snapshot");
    static final Timer TRANSFER = new Timer("transfer");

    final ReplicaId self;
    final NodeId node;
    final ReplicationOptions options;
    final Randomness random;
    final long electionTimeoutNanos;
    final boolean founding;
    final RaftLog log;
    final Configurations configurations;

    Role role = new Role.Follower(ReplicaId.NONE);
    HardState hard;
    long commit;
    long handed;
    long applied;

    /// Up to where the log is known to equal that of the leader of this term.
    long verified;

    /// It knows nothing of the shard yet: neither appends nor votes.
    boolean unborn;

    boolean diskStalled;

    /// The node has been asked to stop: it does not stand, and hands over what it leads.
    boolean stopping;

    boolean diskFull;
    boolean quiescent;

    /// The last message of a leader of this term came then; nobody else gets a vote for an election
    /// timeout.
    long contactNanos;

    boolean hadContact;

    Now now;
    Outbox<RaftMessage> out;

    private long hardTicket;
    private long durableTicket;
    private final EnumSet<RaftMark> marked = EnumSet.noneOf(RaftMark.class);
    private ReplicaId publishedLeader = ReplicaId.NONE;
    private long publishedTerm = -1;

    @SuppressWarnings("NullAway.Init") // now and out are set before every step
    RaftState(Seat seat, Recovered recovered) {
        self = seat.self();
        node = seat.node();
        options = seat.options();
        random = seat.random();
        electionTimeoutNanos = options.electionTimeout().toNanos();
        founding = recovered.founding();
        HardState read = recovered.hardState().map(HardState::decoded).orElse(HardState.NONE);
        log = new RaftLog(recovered, read.floor());
        // An entry of a term is proof of the term, even where the term itself was not yet durable.
        hard = log.lastTerm() > read.term() ? read.withVote(log.lastTerm(), ReplicaId.NONE) : read;
        configurations = new Configurations(recovered);
        commit = recovered.appliedIndex();
        handed = commit;
        applied = commit;
        unborn = recovered.descriptor().epoch() == 0;
    }

    void enter(Now stepNow, Outbox<RaftMessage> stepOut) {
        now = stepNow;
        out = stepOut;
    }

    long term() {
        return hard.term();
    }

    long nanos() {
        return now.monotonicNanos();
    }

    /// The leader of this term, where it is known.
    ReplicaId leader() {
        return switch (role) {
            case Role.Follower follower -> follower.leader();
            case Leader leader -> self;
            case Role.PreCandidate p -> ReplicaId.NONE;
            case Role.Candidate c -> ReplicaId.NONE;
        };
    }

    NodeId leaderNode() {
        return nodeOf(leader());
    }

    NodeId nodeOf(ReplicaId replica) {
        return configurations.descriptor().nodeOf(replica).orElse(NodeId.NONE);
    }

    Address addressOf(ReplicaId replica) {
        return new Address(nodeOf(replica), configurations.descriptor().shard(), replica);
    }

    boolean isVoter() {
        return !unborn && configurations.configuration().isVoter(self);
    }

    /// Whether it may be needed as a leader: as a voter, or to commit its own removal.
    boolean mayLead() {
        return isVoter() || (!unborn && configurations.isCommittedVoter(self, commit));
    }

    /// Writes term, vote and the rest of the hard state; the ticket covers it.
    long persist(HardState next) {
        hard = next;
        hardTicket = out.persist(new LogRecord.HardState(next.encoded()));
        return hardTicket;
    }

    void persisted(long ticket) {
        durableTicket = Math.max(durableTicket, ticket);
    }

    boolean isDurable(long ticket) {
        return ticket <= durableTicket;
    }

    /// Answers once the hard state and everything up to `ticket` is durable (0: nothing more than
    /// the hard state).
    void respond(long ticket, Address to, RaftMessage message) {
        long awaited = Math.max(ticket, hardTicket);
        if (isDurable(awaited)) out.send(to, message);
        else out.sendAfter(awaited, to, message);
    }

    void refuse(RequestId id, ErrorCode code, String text) {
        out.reply(id, new Outcome.Refused(code, text));
    }

    /// Sends the asker to the leader, or says that there is none.
    void redirect(RequestId id) {
        NodeId leader = leaderNode();
        if (leader.isNone() || leader().equals(self)) {
            refuse(
                    id,
                    ErrorCode.NO_LEADER,
                    "shard "
                            + configurations.descriptor().shard()
                            + " has no leader that "
                            + node
                            + " knows of; an election takes about "
                            + options.electionTimeout().toMillis()
                            + " ms. Retry, or read with consistency=eventual");
        } else {
            long epoch = configurations.descriptor().epoch();
            out.reply(
                    id, new Outcome.Redirected(configurations.descriptor().shard(), leader, epoch));
        }
    }

    void schedule(Timer timer, long nanos) {
        out.schedule(timer, nanos <= 0 ? Duration.ZERO : Duration.ofNanos(nanos));
    }

    void trace(String kind, String detail) {
        out.publish(new Fact.Traced(new TraceEvent(kind, detail)));
    }

    /// Says that a place was reached, once.
    void mark(RaftMark mark) {
        if (!marked.add(mark)) return;
        out.publish(new Fact.Marked(mark));
    }

    /// Says that a place was reached, every time: for what a campaign counts.
    void count(RaftMark mark) {
        marked.add(mark);
        out.publish(new Fact.Marked(mark));
    }

    /// Makes known who leads, when that has changed.
    void publishLeadership() {
        ReplicaId leader = leader();
        if (leader.equals(publishedLeader) && term() == publishedTerm) return;
        publishedLeader = leader;
        publishedTerm = term();
        out.publish(new Fact.Leadership(leader, leaderNode(), term()));
    }

    Optional<Leader> asLeader() {
        return role instanceof Leader leader ? Optional.of(leader) : Optional.empty();
    }
}
