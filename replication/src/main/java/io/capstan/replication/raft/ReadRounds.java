package io.capstan.replication.raft;

import io.capstan.core.actor.Address;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// ReadIndex at the leader: a read is good at the commit index of the moment it came, once a round
/// of heartbeats that began *after* that has been answered by a quorum.
///
/// Many reads share a round: those that come while one is under way wait for the next, and a late
/// answer of an earlier round confirms none of them.
///
/// Invariants
/// 1. Nothing is confirmed before an entry of the leader's own term is committed: until then its
///    commit index may lie below what is committed already.
/// 2. Those who wait stand in the order of their rounds.
///
/// Raft thesis 6.4.
final class ReadRounds {
    /// Who waits for an index.
    sealed interface Reader {}

    /// A read of this replica.
    record Here(Reads.Pending read) implements Reader {}

    /// Another replica, for reads of its own.
    record There(Address from, long ask) implements Reader {}

    private record Waiting(Reader reader, long round, long index) {}

    private final RaftReplica replica;
    private final RaftState state;
    private final Reads reads;
    private final List<Reader> early = new ArrayList<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    ReadRounds(RaftReplica replica, RaftState state, Reads reads) {
        this.replica = replica;
        this.state = state;
        this.reads = reads;
    }

    int pending() {
        return early.size() + waiting.size();
    }

    /// Whether the commit index is linearizable right now, without a round.
    boolean mayServe(Leader leader) {
        return hasCommittedInTerm(leader)
                && state.options.leases()
                && leader.lease.holds(state.nanos());
    }

    boolean hasCommittedInTerm(Leader leader) {
        return state.commit >= leader.firstIndex;
    }

    void read(Leader leader, Reader reader) {
        if (!hasCommittedInTerm(leader)) {
            state.mark(RaftMark.READ_HELD_UNTIL_TERM_COMMITS);
            early.add(reader);
            return;
        }
        if (mayServe(leader)) {
            grant(reader, state.commit);
            return;
        }
        boolean idle = waiting.isEmpty();
        waiting.add(new Waiting(reader, leader.lease.lastRound() + 1, state.commit));
        if (idle) replica.heartbeats.begin(leader);
    }

    private void grant(Reader reader, long index) {
        switch (reader) {
            case Here here -> {
                state.count(RaftMark.READ_BY_INDEX);
                reads.serve(here.read().id(), index);
            }
            case There there -> answer(there, index, true);
        }
    }

    private void answer(There there, long index, boolean granted) {
        state.respond(
                0,
                there.from(),
                new RaftMessage.ReadIndexResponse(state.term(), there.ask(), index, granted));
    }

    void on(Address from, RaftMessage.ReadIndexRequest request) {
        There there = new There(from, request.ask());
        boolean room = pending() < state.options.maxPendingReads();
        if (state.role instanceof Leader leader && room) read(leader, there);
        else answer(there, 0, false);
    }

    /// The first entry of the term is committed: who came early may be answered now.
    void committedInTerm(Leader leader) {
        List<Reader> held = List.copyOf(early);
        early.clear();
        for (Reader reader : held) read(leader, reader);
    }

    /// A quorum has answered a round.
    void confirmed(Leader leader) {
        long round = leader.lease.confirmedRound();
        while (!waiting.isEmpty() && waiting.getFirst().round() <= round) {
            Waiting read = waiting.removeFirst();
            grant(read.reader(), read.index());
        }
        boolean nextIsDue =
                !waiting.isEmpty() && waiting.getFirst().round() > leader.lease.lastRound();
        if (nextIsDue) replica.heartbeats.begin(leader);
    }

    /// Refuses what has waited too long.
    void expire() {
        early.removeIf(this::isExpired);
        waiting.removeIf(one -> isExpired(one.reader()));
    }

    private boolean isExpired(Reader reader) {
        return switch (reader) {
            case Here here -> reads.expire(here.read());
            case There there -> false;
        };
    }

    /// Leadership is over: hands back the reads of this replica; other replicas ask again.
    List<Reads.Pending> giveUp() {
        List<Reads.Pending> open = new ArrayList<>();
        for (Reader reader : early) if (reader instanceof Here(Reads.Pending read)) open.add(read);
        for (Waiting one : waiting)
            if (one.reader() instanceof Here(Reads.Pending read)) open.add(read);
        early.clear();
        waiting.clear();
        return open;
    }
}
