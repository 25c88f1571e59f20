package io.capstan.replication.raft;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Address;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import java.util.List;

/// How a follower takes entries from its leader.
///
/// Invariants
/// 1. An append is accepted only where the entry before it is here, with the same term: no gaps, no
///    guesses.
/// 2. Only entries that conflict are truncated, never a committed one.
/// 3. An acknowledgement leaves once what it names is durable.
///
/// Raft thesis 3.5.
final class Following {
    private final RaftReplica replica;
    private final RaftState state;

    Following(RaftReplica replica, RaftState state) {
        this.replica = replica;
        this.state = state;
    }

    void on(Address from, RaftMessage.AppendRequest request) {
        replica.election.heard(from.replica());
        if (replica.installing.isFlipping()) return;
        if (state.unborn) {
            refuse(from, request);
            return;
        }
        if (request.previousIndex() < state.commit) {
            // What is committed here cannot differ from what the leader sent.
            state.mark(RaftMark.APPEND_DUPLICATE);
            state.verified = Math.max(state.verified, state.commit);
            acknowledge(from, state.commit);
            return;
        }
        if (!follows(request)) {
            refuse(from, request);
            return;
        }
        long match = accept(request);
        state.verified = Math.max(state.verified, match);
        replica.applying.commitTo(Math.min(request.commit(), match));
        replica.reads.closed(request.closed(), request.closedIndex());
        acknowledge(from, match);
    }

    /// The consistency check: the entry before the new ones is here, with the leader's term. Beyond
    /// the log's end no term is known (-1): a gap.
    private boolean follows(RaftMessage.AppendRequest request) {
        long here = state.log.termAt(request.previousIndex());
        if (here == request.previousTerm()) return true;
        state.mark(here < 0 ? RaftMark.APPEND_GAP_REFUSED : RaftMark.APPEND_TERM_REFUSED);
        return false;
    }

    /// Adds what is new; returns up to where the log now equals the leader's.
    private long accept(RaftMessage.AppendRequest request) {
        List<Entry> entries = request.entries();
        int known = 0;
        while (known < entries.size() && isHere(entries.get(known))) known++;
        if (known < entries.size()) {
            state.mark(RaftMark.APPEND_ACCEPTED);
            if (entries.get(known).index() <= state.log.lastIndex())
                truncate(entries.get(known).index());
            take(entries.subList(known, entries.size()));
        }
        return request.previousIndex() + entries.size();
    }

    private boolean isHere(Entry entry) {
        return state.log.termAt(entry.index()) == entry.term();
    }

    private void truncate(long from) {
        Invariant.check(
                from > state.commit, "truncation at %s of committed %s", from, state.commit);
        state.mark(RaftMark.SUFFIX_TRUNCATED);
        if (state.log.lastIndex() > state.log.durable())
            state.mark(RaftMark.TRUNCATED_BEFORE_DURABLE);
        state.log.truncateFrom(from);
        state.out.persist(new LogRecord.TruncateSuffix(from));
        replica.reconfiguration.truncated(from);
    }

    private void take(List<Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            state.log.append(entry, null);
            if (entry.kind() == Entry.Kind.CONFIGURATION) replica.reconfiguration.appended(entry);
        }
        state.log.wrote(state.out.persist(new LogRecord.Append(entries)));
    }

    /// Tells the leader that everything up to `match` is durable here, once it is.
    void acknowledge(Address to, long match) {
        state.respond(
                state.log.ticketCovering(match),
                to,
                new RaftMessage.AppendResponse(state.term(), match));
    }

    /// Says what is missing, so that the leader goes back by whole terms.
    private void refuse(Address from, RaftMessage.AppendRequest request) {
        long hint =
                state.log.backOff(
                        Math.min(request.previousIndex(), state.log.lastIndex()),
                        request.previousTerm());
        state.respond(
                0,
                from,
                new RaftMessage.AppendRejected(
                        state.term(),
                        request.previousIndex(),
                        hint,
                        state.log.termAt(hint),
                        state.unborn));
    }
}
