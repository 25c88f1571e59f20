package io.capstan.replication.raft;

import io.capstan.core.id.ReplicaId;
import java.util.ArrayList;
import java.util.List;

/// ReadIndex at any other replica: asks the leader for an index, waits until it is applied here,
/// and serves here.
///
/// One question is under way at a time, for all reads that waited when it left; those that come
/// meanwhile share the next. A question that stays unanswered is asked again under a new number,
/// which no answer to an older question can confirm: not even one from before a restart, because
/// numbers start at a random place.
///
/// Raft thesis 6.4 (last paragraph).
final class ReadAsks {
    private record Known(Reads.Pending read, long index) {}

    private final RaftReplica replica;
    private final RaftState state;
    private final Reads reads;
    private List<Reads.Pending> next = new ArrayList<>();
    private List<Reads.Pending> asking = new ArrayList<>();
    private final List<Known> known = new ArrayList<>();
    private long ask;

    ReadAsks(RaftReplica replica, RaftState state, Reads reads) {
        this.replica = replica;
        this.state = state;
        this.reads = reads;
    }

    int pending() {
        return next.size() + asking.size() + known.size();
    }

    void read(Reads.Pending read) {
        next.add(read);
        reads.tick();
        ask();
    }

    private void ask() {
        ReplicaId leader = state.leader();
        if (!asking.isEmpty() || next.isEmpty() || leader.isNone()) return;
        List<Reads.Pending> empty = asking;
        asking = next;
        next = empty;
        ask = nextNumber();
        state.out.send(
                state.addressOf(leader), new RaftMessage.ReadIndexRequest(state.term(), ask));
    }

    private long nextNumber() {
        long from =
                ask != 0
                        ? ask
                        : state.random.nextLong() ^ state.now.hybrid().value() ^ state.nanos();
        return Math.max(1, (from + 1) & Long.MAX_VALUE);
    }

    void on(RaftMessage.ReadIndexResponse response) {
        if (response.ask() != ask || asking.isEmpty()) return;
        if (!response.granted()) {
            again();
            return;
        }
        // What the leader calls committed is, as far as our log is known to equal its own.
        replica.applying.commitTo(Math.min(response.index(), state.verified));
        for (Reads.Pending read : asking) known.add(new Known(read, response.index()));
        asking.clear();
        applied();
        ask();
    }

    /// Serves what is applied now.
    void applied() {
        if (known.isEmpty()) return;
        known.removeIf(one -> {
            if (one.index() > state.applied) return false;
            state.mark(RaftMark.READ_BY_INDEX_AT_FOLLOWER);
            reads.serve(one.read().id(), one.index());
            return true;
        });
    }

    /// The timer fired: what is too old is refused, what is unanswered is asked again.
    void timerFired() {
        next.removeIf(reads::expire);
        asking.removeIf(reads::expire);
        known.removeIf(one -> reads.expire(one.read()));
        again();
        ask();
    }

    private void again() {
        next.addAll(0, asking);
        asking.clear();
    }

    /// The leader has changed: hands back every read that no index is known for.
    List<Reads.Pending> giveUp() {
        again();
        List<Reads.Pending> open = next;
        next = new ArrayList<>();
        return open;
    }
}
