package io.capstan.replication.raft;

import io.capstan.core.actor.Message;
import io.capstan.core.log.Entry;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.time.HybridTime;
import java.util.List;

/// What the replicas of one shard say to each other. `term` is always the sender's.
///
/// Raft thesis, figure 3.1; pre-vote 9.6; heartbeat rounds for reads 6.4; snapshots 5.3; leadership
/// transfer 3.10.
public sealed interface RaftMessage extends Message {
    long term();

    /// Would you vote for me in the term after mine? Changes nothing at anybody.
    record PreVoteRequest(long term, long lastIndex, long lastTerm) implements RaftMessage {}

    /// `asked` is the term that was asked for.
    record PreVoteResponse(long term, long asked, boolean granted) implements RaftMessage {}

    /// `transfer`: the leader itself asked for this election and has given up its lease.
    record VoteRequest(long term, long lastIndex, long lastTerm, boolean transfer)
            implements RaftMessage {}

    record VoteResponse(long term, boolean granted) implements RaftMessage {}

    /// Entries directly after (`previousIndex`, `previousTerm`), perhaps none.
    ///
    /// No entry after `closedIndex` is ever stamped at or below `closed`.
    record AppendRequest(
            long term,
            long previousIndex,
            long previousTerm,
            List<Entry> entries,
            long commit,
            HybridTime closed,
            long closedIndex)
            implements RaftMessage {
        public AppendRequest {
            entries = List.copyOf(entries);
        }
    }

    /// Durable here, and equal to the leader's log, up to `match`.
    record AppendResponse(long term, long match) implements RaftMessage {}

    /// The log here does not hold the entry at `refused` that the leader named. The leader goes
    /// back to the largest index up to `hintIndex` whose term is at most `hintTerm`.
    ///
    /// `unborn`: the replica knows nothing yet and needs a snapshot.
    record AppendRejected(long term, long refused, long hintIndex, long hintTerm, boolean unborn)
            implements RaftMessage {}

    /// Opens one round: who answers has seen no newer leader since the round began.
    ///
    /// `quiesce`: all is quiet, stop your timer if your log ends at `lastIndex` and all of it is
    /// committed.
    record Heartbeat(
            long term,
            long round,
            long commit,
            HybridTime closed,
            long closedIndex,
            long lastIndex,
            boolean quiesce)
            implements RaftMessage {}

    /// `received` and `durable`: up to where the log here is known to equal the leader's, and how
    /// much of that would survive a crash. `quiet`: the timer here is stopped. Round 0 answers a
    /// leader of an older term.
    record HeartbeatResponse(long term, long round, long received, long durable, boolean quiet)
            implements RaftMessage {}

    /// Asks the leader for an index at which a read is linearizable. `ask` is never used twice.
    record ReadIndexRequest(long term, long ask) implements RaftMessage {}

    /// `granted` false: not the leader (any more).
    record ReadIndexResponse(long term, long ask, long index, boolean granted)
            implements RaftMessage {}

    /// A part of a snapshot. `stream` names this snapshot as this leader sends it; parts of two
    /// streams never mix. `floor`: no entry up to the snapshot's index is stamped above it.
    record SnapshotRequest(long term, long stream, HybridTime floor, SnapshotChunk chunk)
            implements RaftMessage {}

    /// All chunks of the stream before `nextChunk` have arrived.
    record SnapshotResponse(long term, long stream, int nextChunk) implements RaftMessage {}

    /// Stand for election now, without waiting.
    record TimeoutNow(long term) implements RaftMessage {}
}
