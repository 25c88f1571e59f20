package io.capstan.replication.raft;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.time.HybridTime;
import java.util.ArrayList;
import java.util.List;

/// Digests: questions about what this very replica holds as of a time. Each waits until nothing
/// stamped at or before that time can still come here, and is then answered here, whoever leads.
///
/// A leader closes times itself; every other replica learns them by appends and heartbeats. A group
/// at rest closes nothing, so a replica that rests wakes its leader.
///
/// Invariant: one that waits longer than [Reads#patienceNanos], or past its expiry, is refused.
final class ClosedReads {
    /// A question to the leader with this number only wakes it: numbers of real ones begin at 1.
    private static final long NUDGE = 0;

    private record Waiting(Reads.Pending read, HybridTime at) {}

    private final RaftState state;
    private final Reads reads;
    private final List<Waiting> waiting = new ArrayList<>();

    ClosedReads(RaftState state, Reads reads) {
        this.state = state;
        this.reads = reads;
    }

    int pending() {
        return waiting.size();
    }

    void read(Request request, Query.Digest digest) {
        if (!digest.replica().equals(state.self)) {
            refuse(request, "here is " + state.self + ", not " + digest.replica());
        } else if (state.unborn) {
            refuse(request, state.self + " has no state yet");
        } else if (reads.isFull()) {
            reads.refuseAsFull(request.id());
        } else {
            Reads.Pending read =
                    new Reads.Pending(request.id(), request.tag().expiry(), state.nanos());
            waiting.add(new Waiting(read, digest.at()));
            look();
            if (waiting.isEmpty()) return;
            nudge();
            reads.tick();
        }
    }

    private void refuse(Request request, String why) {
        state.refuse(request.id(), ErrorCode.LEVEL_UNPROVEN, why + "; look the replicas up again");
    }

    private void nudge() {
        ReplicaId leader = state.leader();
        if (!state.quiescent || leader.isNone() || leader.equals(state.self)) return;
        state.out.send(
                state.addressOf(leader), new RaftMessage.ReadIndexRequest(state.term(), NUDGE));
    }

    /// More may be closed here now.
    void look() {
        if (waiting.isEmpty()) return;
        waiting.removeIf(one -> {
            long index = closedBy(one.at());
            if (index < 0) return false;
            reads.serve(one.read().id(), index);
            return true;
        });
    }

    /// The index up to which everything at or before `at` lies; negative where that is not known.
    private long closedBy(HybridTime at) {
        if (reads.closed().compareTo(at) >= 0) return state.applied;
        boolean byUs = state.role instanceof Leader leader && leader.closed.compareTo(at) >= 0;
        return byUs ? state.log.lastIndex() : -1;
    }

    void timerFired() {
        waiting.removeIf(one -> isExpired(one));
        if (!waiting.isEmpty()) nudge();
    }

    private boolean isExpired(Waiting one) {
        if (!reads.isOver(one.read())) return false;
        state.refuse(
                one.read().id(),
                ErrorCode.LEVEL_UNPROVEN,
                state.self
                        + " of shard "
                        + state.configurations.descriptor().shard()
                        + " at "
                        + state.node
                        + " knows everything only up to "
                        + reads.closed()
                        + ", not to "
                        + one.at()
                        + "; ask again, or for an earlier time");
        return true;
    }
}
