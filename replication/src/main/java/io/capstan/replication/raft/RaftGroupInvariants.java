package io.capstan.replication.raft;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Replica;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.protocol.GroupInvariants;
import io.capstan.core.shard.ShardDescriptor;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The five properties of Raft (thesis, figure 3.2) across all replicas of one shard and all time,
/// told by what was seen after earlier steps; the cost of a step is the number of its newly
/// committed entries.
///
/// - Election safety: at most one leader per term.
/// - Log matching and state machine safety: whatever two replicas call committed at an index has
///   the same term and stamp (stamps of the last [#STAMPS] indexes are compared).
/// - Leader completeness: a new leader's log holds the newest committed entry that anybody knew.
/// - A commit index never falls while a replica lives, nor does a term.
/// - One configuration per epoch: no two descriptors are agreed on under one number.
final class RaftGroupInvariants implements GroupInvariants<RaftMessage> {
    static final int STAMPS = 1 << 14;

    /// What is remembered of a living replica; a restart makes another object.
    private static final class Seen {
        final RaftReplica replica;
        long term;
        long commit;

        /// The last term that it was seen to lead, and the last descriptor that was looked at.
        long led;

        @Nullable ShardDescriptor agreed;

        Seen(RaftReplica replica) {
            this.replica = replica;
            this.commit = replica.state.commit;
        }
    }

    private final TreeMap<ReplicaId, Seen> seen = new TreeMap<>();
    private final TreeMap<Long, ReplicaId> leaders = new TreeMap<>();
    private final TreeMap<Long, ShardDescriptor> epochs = new TreeMap<>();

    /// Terms of committed entries as runs: run i begins at `starts[i]`.
    private long[] starts = new long[16];

    private long[] terms = new long[16];
    private int runs;
    private long committed;
    private final long[] stamps = new long[STAMPS];

    @Override
    public void stepped(ReplicaId id, Replica<RaftMessage> stepped) {
        if (!(stepped instanceof RaftReplica replica)) return;
        Seen before = seen.get(id);
        if (before == null || before.replica != replica) {
            before = new Seen(replica);
            seen.put(id, before);
        }
        checkTerm(id, replica, before);
        checkCommitted(id, replica, before);
        checkConfiguration(replica, before);
    }

    private void checkTerm(ReplicaId id, RaftReplica replica, Seen before) {
        long term = replica.state.term();
        Invariant.check(term >= before.term, "a term fell from %s to %s", before.term, term);
        before.term = term;
        if (before.led == term || !(replica.state.role instanceof Leader)) return;
        before.led = term;
        ReplicaId known = leaders.putIfAbsent(term, id);
        if (known == null) {
            checkComplete(id, replica);
            while (leaders.size() > 1024) leaders.pollFirstEntry();
        } else {
            Invariant.check(
                    known.equals(id), "term %s has two leaders: %s and %s", term, known, id);
        }
    }

    /// Only of the newest leader: one that counts its votes late, after another was elected in a
    /// higher term, need not hold what that one has committed.
    private void checkComplete(ReplicaId id, RaftReplica leader) {
        if (leaders.lastKey() > leader.state.term()) return;
        RaftLog log = leader.state.log;
        Invariant.check(
                log.lastIndex() >= committed,
                "leader %s of term %s ends at %s, but %s is committed",
                id,
                leader.state.term(),
                log.lastIndex(),
                committed);
        if (committed == 0 || committed < log.previousIndex()) return;
        Invariant.check(
                log.termAt(committed) == termOf(committed),
                "leader %s of term %s lacks the committed entry %s",
                id,
                leader.state.term(),
                committed);
    }

    private void checkCommitted(ReplicaId id, RaftReplica replica, Seen before) {
        RaftState state = replica.state;
        Invariant.check(
                state.commit >= before.commit,
                "a commit fell from %s to %s",
                before.commit,
                state.commit);
        for (long index = before.commit + 1; index <= state.commit; index++)
            agree(id, state, index);
        before.commit = state.commit;
    }

    private void agree(ReplicaId id, RaftState state, long index) {
        long term = state.log.termAt(index);
        if (term < 0) return;
        var entry = state.log.entry(index);
        long stamp = entry == null ? 0 : entry.stamp().value();
        if (index > committed) {
            add(index, term);
            stamps[(int) (index % STAMPS)] = stamp;
            return;
        }
        Invariant.check(
                termOf(index) == term,
                "%s calls %s of term %s committed, others of term %s",
                id,
                index,
                term,
                termOf(index));
        if (committed - index >= STAMPS || stamp == 0) return;
        long known = stamps[(int) (index % STAMPS)];
        Invariant.check(
                known == 0 || known == stamp,
                "entry %s is committed with two stamps",
                index,
                stamp);
    }

    /// A snapshot may skip indexes: their terms count as unknown until somebody else tells them.
    private void add(long index, long term) {
        committed = index;
        if (runs > 0 && terms[runs - 1] == term) return;
        if (runs == starts.length) {
            starts = Arrays.copyOf(starts, runs * 2);
            terms = Arrays.copyOf(terms, runs * 2);
        }
        starts[runs] = index;
        terms[runs++] = term;
    }

    private long termOf(long index) {
        int run = runs - 1;
        while (run > 0 && starts[run] > index) run--;
        return terms[run];
    }

    @SuppressWarnings("ReferenceEquality") // only skips what was looked at already
    private void checkConfiguration(RaftReplica replica, Seen before) {
        Configurations configurations = replica.state.configurations;
        if (configurations.index() > replica.state.commit || replica.state.unborn) return;
        ShardDescriptor agreed = configurations.descriptor();
        if (agreed == before.agreed) return;
        before.agreed = agreed;
        ShardDescriptor known = epochs.putIfAbsent(agreed.epoch(), agreed);
        Invariant.check(
                known == null || known.equals(agreed),
                "epoch %s is agreed on twice: %s and %s",
                agreed.epoch(),
                known,
                agreed);
        while (epochs.size() > 1024) epochs.pollFirstEntry();
    }
}
