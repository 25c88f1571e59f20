package io.capstan.replication.raft;

import io.capstan.core.actor.Address;
import io.capstan.core.log.Answer;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.log.Wanted;
import java.util.function.Consumer;

/// The leader's side of snapshots: streams the newest applied state to a member whose next entry is
/// compacted, or that knows nothing yet. Before anything is applied that is the founding state, at
/// index 0: the entries that follow it may need the newcomer's vote to be committed at all.
///
/// A stream has one chunk under way, is repeated when an answer stays out, goes on where the member
/// says that it stands, and starts anew where this node gave the snapshot up. All streams of the
/// replica together keep to `snapshotBytesPerSecond`; at most `snapshotsAtOnce` members that answer
/// are served, the others wait for their next heartbeat. Streams begin and end with the term.
///
/// Raft thesis 5.3.
final class Snapshots {
    /// The log keeps what a stream will need after it, up to this many times what it retains
    /// anyway.
    private static final int PATIENCE_FOR_STREAMS = 4;

    private final RaftState state;
    private long freeAtNanos;
    private boolean throttled;

    Snapshots(RaftState state) {
        this.state = state;
    }

    /// This member needs a snapshot.
    void begin(Leader leader, Progress peer) {
        if (peer.mode() == Progress.Mode.SNAPSHOT) return;
        if (active(leader) >= state.options.snapshotsAtOnce()) {
            peer.becomeProbe(peer.next());
            peer.probing = true;
            return;
        }
        state.mark(RaftMark.SNAPSHOT_STARTED);
        peer.becomeSnapshot();
        SnapshotStream stream = newStream();
        peer.stream = stream;
        state.trace("snapshot-begun", "to=" + peer.member.replica());
        proceed(stream);
    }

    private SnapshotStream newStream() {
        return new SnapshotStream(state.random.nextLong() | 1);
    }

    private int active(Leader leader) {
        int count = 0;
        for (Progress peer : leader.peers) if (peer.stream != null && isHeard(peer)) count++;
        return count;
    }

    private boolean isHeard(Progress peer) {
        return state.nanos() - peer.heardNanos < state.electionTimeoutNanos;
    }

    /// Reads the next chunk, as soon as the throttle allows.
    private void proceed(SnapshotStream stream) {
        if (stream.fetching != 0 || stream.awaiting) return;
        long wait = freeAtNanos - state.nanos();
        if (throttled && wait > 0) {
            state.mark(RaftMark.SNAPSHOT_THROTTLED);
            state.schedule(RaftState.SNAPSHOT, wait);
            return;
        }
        stream.fetching = state.out.fetch(new Wanted.Chunk(stream.index, stream.nextChunk));
    }

    /// Returns whether the ticket was ours.
    boolean fetched(long ticket, Answer answer) {
        if (!(state.role instanceof Leader leader)) return false;
        for (Progress peer : leader.peers) {
            SnapshotStream stream = peer.stream;
            if (stream == null || stream.fetching != ticket) continue;
            stream.fetching = 0;
            if (answer instanceof Answer.Chunk(SnapshotChunk chunk)
                    && chunk.number() == stream.nextChunk) send(peer, stream, chunk);
            // Given up meanwhile: anew, at the next heartbeat and not in a tight loop.
            else peer.stream = newStream();
            return true;
        }
        return false;
    }

    private void send(Progress peer, SnapshotStream stream, SnapshotChunk chunk) {
        stream.index = chunk.index();
        stream.begun = true;
        stream.awaiting = true;
        stream.sentNanos = state.nanos();
        long cost = chunk.data().length() * 1_000_000_000L / state.options.snapshotBytesPerSecond();
        freeAtNanos = (throttled ? Math.max(freeAtNanos, state.nanos()) : state.nanos()) + cost;
        throttled = true;
        state.out.send(
                peer.address,
                new RaftMessage.SnapshotRequest(
                        state.term(), stream.id, state.log.lastStamp(), chunk));
    }

    void on(Address from, RaftMessage.SnapshotResponse response) {
        if (!(state.role instanceof Leader leader)) return;
        Progress peer = leader.peer(from.replica());
        if (peer == null) return;
        peer.heardNanos = state.nanos();
        SnapshotStream stream = peer.stream;
        if (stream == null || stream.id != response.stream()) return;
        if (response.nextChunk() == stream.nextChunk || stream.fetching != 0) return;
        stream.nextChunk = response.nextChunk();
        stream.awaiting = false;
        proceed(stream);
    }

    /// The member acknowledged entries: the stream has done its work where the log can go on.
    void acknowledged(Progress peer) {
        SnapshotStream stream = peer.stream;
        if (peer.match() >= state.log.previousIndex()) {
            peer.stream = null;
            peer.becomeReplicate();
        } else if (stream != null && stream.begun && peer.match() >= stream.index) {
            // It was so long under way that the log has moved on: another one.
            SnapshotStream another = newStream();
            peer.stream = another;
            proceed(another);
        }
    }

    /// At every heartbeat: repeats what stays unanswered, goes on with what stands still.
    void tick(Leader leader) {
        forStreams(
                leader,
                peer -> {
                    SnapshotStream stream = peer.stream;
                    if (stream == null || !isHeard(peer)) return;
                    boolean late = state.nanos() - stream.sentNanos > state.electionTimeoutNanos;
                    if (stream.awaiting && late) stream.awaiting = false;
                    proceed(stream);
                });
    }

    /// The throttle allows more.
    void timerFired() {
        if (state.role instanceof Leader leader) tick(leader);
    }

    private static void forStreams(Leader leader, Consumer<Progress> each) {
        for (Progress peer : leader.peers) if (peer.stream != null) each.accept(peer);
    }

    /// Entries after this index are needed once the streams under way have ended.
    long keepAfter() {
        long keep = Long.MAX_VALUE;
        if (!(state.role instanceof Leader leader)) return keep;
        for (Progress peer : leader.peers) {
            SnapshotStream stream = peer.stream;
            if (stream != null && stream.begun && isHeard(peer))
                keep = Math.min(keep, stream.index);
        }
        long most = (long) PATIENCE_FOR_STREAMS * state.options.retainedEntries();
        return Math.max(keep, state.applied - most);
    }
}
