package io.capstan.replication.raft;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.actor.Fact;
import io.capstan.core.log.Answer;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import io.capstan.core.log.Position;
import io.capstan.core.log.Wanted;
import io.capstan.core.request.Command;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.wire.CommandCodec;
import io.capstan.core.wire.WireReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// From committed to applied: entries go to the state machine in order, once each, and only when
/// they are durable here; what is applied may leave the log.
///
/// At most [#MOST_AHEAD] entries are handed over and not yet applied; the rest waits for the state
/// machine.
///
/// Raft thesis 3.5 (commitIndex, lastApplied), 5.1 (compaction).
final class Applying {
    static final int MOST_AHEAD = 4096;

    /// How many entries are read from disk at once where memory no longer has them.
    private static final int FETCH_ENTRIES = 512;

    private final RaftReplica replica;
    private final RaftState state;
    private long fetching;

    Applying(RaftReplica replica, RaftState state) {
        this.replica = replica;
        this.state = state;
    }

    /// Everything up to `index` is agreed on for ever.
    void commitTo(long index) {
        if (index <= state.commit) return;
        Invariant.check(
                index <= state.log.lastIndex(),
                "commit %s beyond the log's end %s",
                index,
                state.log.lastIndex());
        ShardDescriptor agreed = state.configurations.newestIn(state.commit, index);
        state.commit = index;
        if (agreed != null) state.out.publish(new Fact.InForce(agreed, true));
        hand();
    }

    /// Hands over what is committed and durable.
    void hand() {
        if (fetching != 0) return;
        long until = Math.min(state.commit, state.log.durable());
        until = Math.min(until, state.applied + MOST_AHEAD);
        while (state.handed < until) {
            Entry entry = state.log.entry(state.handed + 1);
            if (entry == null) {
                fetch(until);
                return;
            }
            hand(entry, state.log.proposedAt(entry.index()));
        }
    }

    private void hand(Entry entry, @Nullable Command proposed) {
        Position at = new Position.Index(entry.index());
        switch (entry.kind()) {
            case NOOP -> state.out.skip(at, entry.term(), entry.stamp());
            case COMMAND -> {
                Command command = proposed != null ? proposed : decoded(entry.body());
                state.out.apply(at, entry.term(), entry.stamp(), command);
                if (proposed != null) state.log.forgetProposal(entry.index());
            }
            case CONFIGURATION ->
                    state.out.adopt(
                            at,
                            entry.term(),
                            entry.stamp(),
                            state.configurations.at(entry.index()));
        }
        state.handed = entry.index();
    }

    private static Command decoded(Bytes body) {
        WireReader in = new WireReader(body);
        Command command = CommandCodec.INSTANCE.read(in);
        in.end();
        return command;
    }

    private void fetch(long until) {
        state.mark(RaftMark.APPLY_FETCHED);
        long from = state.handed + 1;
        fetching =
                state.out.fetch(
                        new Wanted.Entries(
                                from,
                                Math.min(until + 1, from + FETCH_ENTRIES),
                                state.options.maxAppendBytes()));
    }

    /// Entries that had left memory are here. Returns whether the ticket was ours.
    boolean fetched(long ticket, Answer answer) {
        if (ticket != fetching) return false;
        fetching = 0;
        if (answer instanceof Answer.Entries(List<Entry> entries)) {
            for (Entry entry : entries) {
                boolean next = entry.index() == state.handed + 1;
                if (next && entry.index() <= state.commit && isOurs(entry)) hand(entry, null);
            }
        } else {
            Invariant.check(
                    state.handed < state.log.previousIndex(),
                    "entries after %s cannot be read back to be applied: %s",
                    state.handed,
                    answer);
        }
        hand();
        return true;
    }

    private boolean isOurs(Entry entry) {
        return state.log.termAt(entry.index()) == entry.term();
    }

    /// The state was replaced by a snapshot: nothing that was being read is wanted any more.
    void reset() {
        fetching = 0;
    }

    /// The state machine has come to `index`.
    void applied(long index) {
        if (index <= state.applied) return;
        state.applied = index;
        state.configurations.applied(index);
        state.log.evict(state.handed);
        compact();
        hand();
    }

    /// Lets go of old entries, a quarter of what is retained at a time so that it is seldom.
    private void compact() {
        int retained = Math.max(1, state.options.retainedEntries());
        long upTo = Math.min(state.applied - retained, replica.snapshots.keepAfter());
        if (upTo - state.log.previousIndex() <= retained / 4) return;
        state.mark(RaftMark.LOG_COMPACTED);
        state.log.compact(upTo);
        state.out.persist(new LogRecord.Compact(upTo));
    }
}
