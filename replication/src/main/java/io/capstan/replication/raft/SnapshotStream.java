package io.capstan.replication.raft;

/// A snapshot on its way from this leader to one member.
///
/// `id` names the stream; it is drawn anew whenever the stream begins again, so that parts of two
/// snapshots never mix at the receiver. One chunk is under way at a time.
final class SnapshotStream {
    final long id;

    /// The snapshot's index, once the first chunk was read.
    long index;

    boolean begun;

    /// The chunk to send next.
    int nextChunk;

    /// The ticket of the chunk being read, 0 for none.
    long fetching;

    /// A chunk was sent and not yet answered, since `sentNanos`.
    boolean awaiting;

    long sentNanos;

    SnapshotStream(long id) {
        this.id = id;
    }

    @Override
    public String toString() {
        return index + "#" + nextChunk;
    }
}
