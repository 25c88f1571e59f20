package io.capstan.replication.raft;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.actor.Address;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.log.Answer;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import io.capstan.core.log.Wanted;
import io.capstan.core.request.Command;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.RequestId;
import io.capstan.core.shard.Member;
import io.capstan.core.time.HybridTime;
import io.capstan.core.wire.CommandCodec;
import io.capstan.core.wire.WireWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The leader's log and how it reaches the others.
///
/// What is appended in one turn leaves together: one record for the disk and one message per
/// member, when the flush timer (of zero) fires after the turn's other inputs. Disk and network
/// work side by side; the leader counts its own copy only up to what its disk has confirmed.
///
/// Invariants
/// 1. A leader never overwrites or removes entries of its own log.
/// 2. An entry is committed when a quorum holds it durably *and it is of the leader's own term*;
///    older entries are committed with it.
/// 3. Stamps strictly increase along the log, and nothing is stamped at or below a time once
///    closed.
///
/// Raft thesis 3.5, 3.6.2 (figure 3.7: why only the own term counts), 10.2.1.
final class Replication {
    private final RaftReplica replica;
    private final RaftState state;
    private final WireWriter writer = new WireWriter();
    private final ToLongFunction<ReplicaId> copies = this::copyOf;
    private boolean flushing;
    private RaftMessage.@Nullable AppendRequest lastRequest;

    Replication(RaftReplica replica, RaftState state) {
        this.replica = replica;
        this.state = state;
    }

    // ------------------------------------------------------------------ appending

    /// A command was asked of this replica.
    void propose(Command command) {
        RequestId id = command.tag().id();
        if (!(state.role instanceof Leader leader)) {
            state.redirect(id);
            return;
        }
        if (replica.transfer.isUnderWay()) {
            replica.transfer.refuseProposal(id);
            return;
        }
        if (state.diskFull) {
            String text =
                    "the disk of the node that leads this shard ("
                            + state.node
                            + ") is full; free space there, then retry";
            state.refuse(id, ErrorCode.DISK_FULL, text);
            return;
        }
        if (isTailFull(leader)) {
            refuseTail(id, leader);
            return;
        }
        writer.clear();
        CommandCodec.INSTANCE.write(command, writer);
        append(leader, Entry.Kind.COMMAND, writer.bytes(), command);
    }

    private boolean isTailFull(Leader leader) {
        return state.log.lastIndex() - state.commit >= state.options.maxUncommittedEntries()
                || leader.uncommittedBytes >= state.options.maxUncommittedBytes();
    }

    private void refuseTail(RequestId id, Leader leader) {
        state.mark(RaftMark.UNCOMMITTED_TAIL_FULL);
        state.refuse(
                id,
                ErrorCode.OVERLOADED,
                "shard "
                        + state.configurations.descriptor().shard()
                        + " has "
                        + (state.log.lastIndex() - state.commit)
                        + " commands of "
                        + leader.uncommittedBytes
                        + " bytes waiting for a majority; retry later");
    }

    /// Puts an entry at the end of the leader's log. It leaves with the next [#flush].
    void append(Leader leader, Entry.Kind kind, Bytes body, @Nullable Command command) {
        long index = state.log.lastIndex() + 1;
        Entry entry = new Entry(index, state.term(), stamp(leader, index), kind, body);
        state.log.append(entry, command);
        leader.uncommittedBytes += entry.weight();
        leader.busyNanos = state.nanos();
        if (flushing) return;
        flushing = true;
        state.schedule(RaftState.FLUSH, 0);
    }

    /// Above everything in the log, everything closed, and everything another leader may have
    /// closed: a new leader begins at the latest time that it could be.
    private HybridTime stamp(Leader leader, long index) {
        HybridTime floor = HybridTime.max(state.log.lastStamp(), leader.closed).next();
        HybridTime stamp = HybridTime.max(state.now.hybrid(), floor);
        if (index > leader.firstIndex) return stamp;
        return HybridTime.max(stamp, HybridTime.ofMillis(state.now.wall().latestMillis() + 1));
    }

    /// Gives new entries to the disk.
    void write() {
        flushing = false;
        if (!state.log.hasUnwritten()) return;
        state.log.wrote(state.out.persist(new LogRecord.Append(state.log.unwritten())));
    }

    /// Gives new entries to the disk and to everybody.
    void flush() {
        write();
        if (!(state.role instanceof Leader leader)) return;
        for (Progress peer : leader.peers) replicate(leader, peer);
        lastRequest = null;
    }

    // ------------------------------------------------------------------ sending

    /// Aligns the list of peers with the configuration in force; who stays keeps its progress.
    void resetPeers(Leader leader) {
        List<Member> members = state.configurations.descriptor().members();
        Progress[] peers = new Progress[members.size()];
        int count = 0;
        for (Member member : members) {
            if (member.replica().equals(state.self)) continue;
            Progress known = leader.peer(member.replica());
            peers[count++] = known != null ? known : newProgress(member);
        }
        leader.peers = Arrays.copyOf(peers, count);
    }

    private Progress newProgress(Member member) {
        Address address =
                new Address(
                        member.node(), state.configurations.descriptor().shard(), member.replica());
        return new Progress(
                member, address, state.log.lastIndex() + 1, state.nanos(), state.options);
    }

    /// Sends this member what it lacks, as far as the bounds allow.
    void replicate(Leader leader, Progress peer) {
        while (peer.maySend(state.options)) {
            boolean idle = peer.mode() == Progress.Mode.REPLICATE;
            if (peer.next() > state.log.lastIndex() && idle) return;
            if (peer.next() <= state.log.previousIndex()) {
                replica.snapshots.begin(leader, peer);
                return;
            }
            if (peer.next() <= state.log.lastIndex() && !state.log.isCached(peer.next())) {
                fetch(peer);
                return;
            }
            int most = state.options.maxAppendEntries();
            send(leader, peer, state.log.slice(peer.next(), most, state.options.maxAppendBytes()));
        }
        if (peer.mode() == Progress.Mode.REPLICATE && peer.isFull(state.options))
            state.mark(RaftMark.INFLIGHT_FULL);
    }

    private void send(Leader leader, Progress peer, List<Entry> entries) {
        long previous = peer.next() - 1;
        RaftMessage.AppendRequest request = lastRequest;
        // Members that stand at the same place get the very same message: encoded once.
        if (request == null
                || request.term() != state.term()
                || request.previousIndex() != previous
                || request.entries().size() != entries.size()
                || request.commit() != state.commit) {
            close(leader);
            request =
                    new RaftMessage.AppendRequest(
                            state.term(),
                            previous,
                            state.log.termAt(previous),
                            entries,
                            state.commit,
                            leader.closed,
                            state.log.lastIndex());
            lastRequest = request;
        }
        state.out.send(peer.address, request);
        int bytes = 0;
        for (int i = 0; i < entries.size(); i++) bytes += entries.get(i).weight();
        peer.sent(previous + entries.size(), bytes, leader.lease.lastRound());
    }

    /// Promises to stamp nothing more at or below the earliest time that it could be now. Only
    /// under the lease: then no other leader stamps either, and the next one begins later. Only
    /// once an entry of this term is committed: until then an older leader's entries, stamped long
    /// ago, may still come after ours.
    void close(Leader leader) {
        if (!leader.lease.holds(state.nanos()) || state.commit < leader.firstIndex) return;
        long earliest = state.now.wall().earliestMillis();
        leader.closed = HybridTime.max(leader.closed, HybridTime.ofMillis(earliest).previous());
        replica.reads.closedByUs();
    }

    private void fetch(Progress peer) {
        state.mark(RaftMark.ENTRIES_FETCHED);
        long until =
                Math.min(peer.next() + state.options.maxAppendEntries(), state.log.lastIndex() + 1);
        peer.fetching =
                state.out.fetch(
                        new Wanted.Entries(peer.next(), until, state.options.maxAppendBytes()));
    }

    /// Entries that had left memory are here. Returns whether the ticket was ours.
    boolean fetched(long ticket, Answer answer) {
        if (!(state.role instanceof Leader leader)) return false;
        for (Progress peer : leader.peers) {
            if (peer.fetching != ticket) continue;
            peer.fetching = 0;
            if (answer instanceof Answer.Entries found && isNext(peer, found.entries()))
                send(leader, peer, found.entries());
            replicate(leader, peer);
            return true;
        }
        return false;
    }

    private boolean isNext(Progress peer, List<Entry> entries) {
        return peer.maySend(state.options)
                && !entries.isEmpty()
                && entries.getFirst().index() == peer.next()
                && peer.next() > state.log.previousIndex()
                && state.log.termAt(entries.getLast().index()) == entries.getLast().term();
    }

    // ------------------------------------------------------------------ answers

    void on(Address from, RaftMessage.AppendResponse response) {
        if (!(state.role instanceof Leader leader)) return;
        Progress peer = leader.peer(from.replica());
        if (peer == null) return;
        peer.heardNanos = state.nanos();
        acknowledged(leader, peer, response.match());
    }

    /// Everything up to `match` is durable at this member.
    void acknowledged(Leader leader, Progress peer, long match) {
        Invariant.check(match <= state.log.lastIndex(), "%s acknowledged %s", peer.member, match);
        boolean news = peer.acknowledge(match);
        switch (peer.mode()) {
            case PROBE -> {
                peer.probing = false;
                if (news || match == peer.next() - 1) {
                    state.mark(RaftMark.PROBE_TO_REPLICATE);
                    peer.becomeReplicate();
                }
            }
            case REPLICATE -> {}
            case SNAPSHOT -> replica.snapshots.acknowledged(peer);
        }
        if (news) advanceCommit(leader);
        if (!(state.role instanceof Leader)) return;
        replicate(leader, peer);
        lastRequest = null;
        if (news) replica.transfer.caughtUp(leader, peer);
    }

    void on(Address from, RaftMessage.AppendRejected rejected) {
        if (!(state.role instanceof Leader leader)) return;
        Progress peer = leader.peer(from.replica());
        if (peer == null) return;
        peer.heardNanos = state.nanos();
        if (rejected.unborn()) {
            replica.snapshots.begin(leader, peer);
            return;
        }
        switch (peer.mode()) {
            case PROBE -> {
                if (rejected.refused() != peer.next() - 1) return;
                // It had acknowledged this: no hot loop with a member that lost what it had.
                if (rejected.refused() <= peer.match()) return;
                peer.becomeProbe(Math.min(nextAfter(rejected), Math.max(rejected.refused(), 1)));
            }
            case REPLICATE -> {
                if (rejected.refused() <= peer.match()) return;
                state.mark(RaftMark.REPLICATE_TO_PROBE);
                peer.becomeProbe(peer.match() + 1);
            }
            case SNAPSHOT -> {
                return;
            }
        }
        replicate(leader, peer);
        lastRequest = null;
    }

    /// Where the logs may meet: by whole terms, so that a long conflict costs one round a term.
    /// Where that place is compacted here, the answer lies before the log, and a snapshot follows.
    private long nextAfter(RaftMessage.AppendRejected rejected) {
        if (rejected.hintIndex() < state.log.previousIndex()) return rejected.hintIndex() + 1;
        long meet = state.log.backOff(rejected.hintIndex(), rejected.hintTerm());
        return state.log.termAt(meet) > rejected.hintTerm() ? Math.max(meet, 1) : meet + 1;
    }

    // ------------------------------------------------------------------ commitment

    /// Counts copies. The leader's own counts only as far as its disk has it.
    void advanceCommit(Leader leader) {
        long reached = state.configurations.quorum().reached(copies);
        if (reached <= state.commit) return;
        if (state.log.termAt(reached) != state.term()) {
            state.mark(RaftMark.OLD_TERM_NOT_COUNTED);
            return;
        }
        state.mark(RaftMark.COMMITTED_BY_COUNTING);
        long before = state.commit;
        for (long index = before + 1; index <= reached; index++) {
            Entry entry = state.log.entry(index);
            if (entry != null && index >= leader.firstIndex)
                leader.uncommittedBytes -= entry.weight();
        }
        replica.applying.commitTo(reached);
        if (before < leader.firstIndex) replica.reads.rounds().committedInTerm(leader);
        replica.reconfiguration.committed();
    }

    private long copyOf(ReplicaId member) {
        if (!(state.role instanceof Leader leader)) return 0;
        if (member.equals(state.self)) return state.log.durable();
        Progress peer = leader.peer(member);
        return peer == null ? 0 : peer.match();
    }
}
