package io.capstan.replication.raft;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Position;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.time.HybridTime;
import java.util.List;

/// Answers questions without the log, each at the level it asks for.
///
/// - Linearizable, at the leader: under its lease at once, else after a round ([ReadRounds]); at
///   any other replica: after asking the leader for an index ([ReadAsks]).
/// - Bounded, causal, session levels: at any replica that can prove them by its position or its
///   closed timestamp; where it cannot, the leader is to be asked, and there the read is treated as
///   linearizable.
/// - Eventual: here, now.
/// - A digest: here, once its time is closed here ([ClosedReads]).
///
/// A token's position proves what the session itself did in this shard. It proves causality only
/// where the session knows no other shard: a value read elsewhere may depend on a write here of
/// somebody else, which only the token's time covers.
///
/// Invariant: a read waits at most for [#patienceNanos] or until its expiry, then it is refused
/// (reads are safe to refuse at any time); at most `maxPendingReads` wait.
final class Reads {
    /// A read that waits here. It came at `sinceNanos`.
    record Pending(RequestId id, HybridTime expiry, long sinceNanos) {}

    private final RaftState state;
    private final ClosedTimestamp closed = new ClosedTimestamp();
    private final ReadRounds rounds;
    private final ReadAsks asks;
    private final ClosedReads digests;
    private boolean ticking;

    Reads(RaftReplica replica, RaftState state) {
        this.state = state;
        rounds = new ReadRounds(replica, state, this);
        asks = new ReadAsks(replica, state, this);
        digests = new ClosedReads(state, this);
    }

    ReadRounds rounds() {
        return rounds;
    }

    ReadAsks asks() {
        return asks;
    }

    int pending() {
        return rounds.pending() + asks.pending() + digests.pending();
    }

    /// How far back in time everything is known here.
    HybridTime closed() {
        return closed.usable();
    }

    void closed(HybridTime stamp, long index) {
        closed.offer(stamp, index, state.applied);
        digests.look();
    }

    /// The leader here has closed more.
    void closedByUs() {
        digests.look();
    }

    void query(Request request) {
        if (request.ask() instanceof Query.Digest digest) {
            digests.read(request, digest);
            return;
        }
        if (state.unborn) {
            state.redirect(request.id());
            return;
        }
        switch (request.level()) {
            case Consistency.Linearizable l -> linearizable(request);
            case Consistency.Bounded bounded -> {
                long floor = state.now.wall().latestMillis() - bounded.staleness().toMillis();
                provenBy(request, false, closed.covers(HybridTime.ofMillis(Math.max(floor, 0))));
            }
            case Consistency.Causal c -> {
                boolean onlyHere = request.token().positions().size() == 1;
                provenBy(request, onlyHere && hasPosition(request), hasTime(request));
            }
            case Consistency.ReadYourWrites r ->
                    provenBy(request, hasPosition(request), hasTime(request));
            case Consistency.MonotonicReads m ->
                    provenBy(request, hasPosition(request), hasTime(request));
            case Consistency.Eventual e -> {
                state.mark(RaftMark.READ_EVENTUAL);
                serve(request.id(), 0);
            }
        }
    }

    /// The token names a position of this shard, and it is applied here.
    private boolean hasPosition(Request request) {
        Long position = request.token().positions().get(shard());
        return position != null && position <= state.applied;
    }

    /// Everything up to the token's time is applied here.
    private boolean hasTime(Request request) {
        return request.token().isNone() || closed.covers(request.token().seen());
    }

    ShardId shard() {
        return state.configurations.descriptor().shard();
    }

    private void provenBy(Request request, boolean position, boolean time) {
        if (position || time) {
            state.mark(position ? RaftMark.READ_BY_POSITION : RaftMark.READ_BY_CLOSED_TIMESTAMP);
            serve(request.id(), state.applied);
        } else if (state.role instanceof Leader) {
            linearizable(request);
        } else {
            state.mark(RaftMark.READ_REDIRECTED);
            state.redirect(request.id());
        }
    }

    void serve(RequestId id, long index) {
        state.out.serve(id, new Position.Index(index));
    }

    private void linearizable(Request request) {
        if (isFull()) {
            refuseAsFull(request.id());
            return;
        }
        if (state.role instanceof Leader leader && rounds.mayServe(leader)) {
            state.count(RaftMark.READ_BY_LEASE);
            serve(request.id(), state.commit);
            return;
        }
        place(new Pending(request.id(), request.tag().expiry(), state.nanos()));
    }

    boolean isFull() {
        return pending() >= state.options.maxPendingReads();
    }

    void refuseAsFull(RequestId id) {
        state.refuse(
                id,
                ErrorCode.OVERLOADED,
                "shard " + shard() + " has " + pending() + " reads waiting; retry later");
    }

    private void place(Pending read) {
        if (state.role instanceof Leader leader) rounds.read(leader, new ReadRounds.Here(read));
        else asks.read(read);
    }

    /// Another replica leads now, or nobody, or we: whoever waited for the old leader asks anew.
    void leaderChanged() {
        List<Pending> open = rounds.giveUp();
        open.addAll(asks.giveUp());
        for (Pending read : open) place(read);
    }

    void applied() {
        closed.applied(state.applied);
        asks.applied();
        digests.look();
    }

    /// Sets the timer for what waits, unless it is set.
    void tick() {
        if (ticking) return;
        ticking = true;
        state.schedule(RaftState.READS, 2 * state.options.heartbeatInterval().toNanos());
    }

    void timerFired() {
        ticking = false;
        asks.timerFired();
        digests.timerFired();
        if (asks.pending() + digests.pending() > 0) tick();
    }

    long patienceNanos() {
        return 4 * state.electionTimeoutNanos;
    }

    /// Whether the read has waited long enough.
    boolean isOver(Pending read) {
        boolean late = state.nanos() - read.sinceNanos() > patienceNanos();
        return late || state.now.hybrid().isAfter(read.expiry());
    }

    /// Whether the read has waited long enough; then it is refused.
    boolean expire(Pending read) {
        if (!isOver(read)) return false;
        state.mark(RaftMark.READ_EXPIRED);
        ReplicaId leader = state.leader();
        state.refuse(
                read.id(),
                leader.isNone() ? ErrorCode.NO_LEADER : ErrorCode.NO_QUORUM,
                "shard "
                        + shard()
                        + " could not confirm a linearizable read at "
                        + state.node
                        + (leader.isNone()
                                ? ": no leader is known"
                                : ": no majority answered " + leader)
                        + ". Retry, or read with consistency=eventual");
        return true;
    }
}
