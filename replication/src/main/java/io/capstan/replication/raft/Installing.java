package io.capstan.replication.raft;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
import io.capstan.core.log.Recovered;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.time.HybridTime;
import org.jspecify.annotations.Nullable;

/// The receiver's side of snapshots: takes the chunks of one stream in order and lets the host flip
/// to the new state with the last.
///
/// Invariants
/// 1. A snapshot that is not newer than what is committed here is never installed; one that the log
///    already reaches only moves the commit index. To a replica that knows nothing, the founding
///    state at index 0 is newer, too.
/// 2. Chunks of two streams never mix, not over a restart either: the stream's name becomes part of
///    the hard state once its first chunk is durable, and an older name is erased durably before
///    another stream's first chunk is installed.
/// 3. From the last chunk until the host has flipped, nothing is appended and nobody stands.
///
/// Raft thesis 5.3 (figure 5.3).
final class Installing {
    private record Held(Address from, RaftMessage.SnapshotRequest request, long ticket) {}

    private record Flip(SnapshotChunk chunk, HybridTime floor, Address from) {}

    private final RaftReplica replica;
    private final RaftState state;
    private long stream;
    private int next;
    private long firstTicket;
    private boolean resumed;
    private final long resumedAt;
    private @Nullable Held held;
    private @Nullable Flip flip;

    Installing(RaftReplica replica, RaftState state, Recovered recovered) {
        this.replica = replica;
        this.state = state;
        boolean begun = state.hard.stream() != 0 && recovered.unfinished().isPresent();
        stream = begun ? state.hard.stream() : 0;
        resumed = begun;
        next = begun ? recovered.unfinished().map(SnapshotChunk::number).orElse(-1) + 1 : 0;
        resumedAt = recovered.unfinished().map(SnapshotChunk::index).orElse(0L);
    }

    /// The last chunk is given to the host and the new state is not yet in force.
    boolean isFlipping() {
        return flip != null;
    }

    void on(Address from, RaftMessage.SnapshotRequest request) {
        replica.election.heard(from.replica());
        if (flip != null || held != null) return;
        SnapshotChunk chunk = request.chunk();
        if (isOld(chunk)) {
            state.mark(RaftMark.SNAPSHOT_REFUSED_OLD);
            long known = Math.max(state.commit, Math.min(chunk.index(), state.log.lastIndex()));
            state.verified = Math.max(state.verified, known);
            replica.applying.commitTo(known);
            replica.following.acknowledge(from, known);
        } else if (request.stream() == stream && fits(chunk)) {
            take(from, request);
        } else if (chunk.number() != 0) {
            answer(from, request.stream(), 0);
        } else {
            open(from, request);
        }
    }

    /// Whether everything in the snapshot is here already.
    private boolean isOld(SnapshotChunk chunk) {
        if (state.unborn) return false;
        return chunk.index() <= state.commit || state.log.termAt(chunk.index()) == chunk.term();
    }

    /// What was found after a restart may be older than the stream's name: the store can lose a
    /// first chunk that the log knows of. Then the stream begins anew.
    private boolean fits(SnapshotChunk chunk) {
        if (!resumed || chunk.index() == resumedAt) return true;
        stream = 0;
        return false;
    }

    /// Another stream begins: first the old name must be gone.
    private void open(Address from, RaftMessage.SnapshotRequest request) {
        stream = request.stream();
        next = 0;
        resumed = false;
        if (state.hard.stream() == 0) {
            take(from, request);
            return;
        }
        long ticket = state.persist(state.hard.withStream(0, HybridTime.ZERO));
        held = new Held(from, request, ticket);
    }

    private void take(Address from, RaftMessage.SnapshotRequest request) {
        SnapshotChunk chunk = request.chunk();
        if (chunk.number() != next) {
            answer(from, request.stream(), next);
            return;
        }
        if (resumed) state.mark(RaftMark.SNAPSHOT_RESUMED);
        if (chunk.last()) {
            // Written before the host begins the log anew: the stamps of this leader's later
            // entries must lie above those that the snapshot stands for.
            state.persist(state.hard.withStream(0, request.floor()));
            flip = new Flip(chunk, request.floor(), from);
            stream = 0;
        }
        long ticket = state.out.install(chunk);
        next++;
        if (chunk.last()) return;
        if (chunk.number() == 0) firstTicket = ticket;
        state.out.sendAfter(
                ticket,
                from,
                new RaftMessage.SnapshotResponse(state.term(), request.stream(), next));
    }

    private void answer(Address to, long asked, int nextChunk) {
        state.respond(0, to, new RaftMessage.SnapshotResponse(state.term(), asked, nextChunk));
    }

    /// Something became durable: perhaps the old stream's end, or the new one's first chunk.
    void persisted() {
        Held waiting = held;
        if (waiting != null && state.isDurable(waiting.ticket())) {
            held = null;
            if (waiting.request().term() == state.term()) on(waiting.from(), waiting.request());
        }
        if (firstTicket != 0 && state.isDurable(firstTicket)) {
            firstTicket = 0;
            if (stream != 0) state.persist(state.hard.withStream(stream, HybridTime.ZERO));
        }
    }

    /// The host applied up to `index`. Returns whether that was the snapshot's flip.
    boolean applied(long index) {
        Flip done = flip;
        if (done == null || index < done.chunk().index()) return false;
        flip = null;
        SnapshotChunk chunk = done.chunk();
        state.mark(RaftMark.SNAPSHOT_INSTALLED);
        state.log.reset(chunk.index(), chunk.term(), done.floor());
        state.configurations.reset(chunk.index(), chunk.descriptor());
        state.commit = chunk.index();
        state.handed = chunk.index();
        state.applied = chunk.index();
        state.verified = chunk.index();
        state.unborn = false;
        state.trace("snapshot-installed", "index=" + chunk.index());
        state.out.publish(new Fact.InForce(chunk.descriptor(), true));
        replica.applying.reset();
        replica.following.acknowledge(done.from(), chunk.index());
        return true;
    }
}
