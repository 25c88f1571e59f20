package io.capstan.replication.raft;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.time.HybridTime;
import org.jspecify.annotations.Nullable;

/// What a leader knows for the length of its term.
///
/// - `firstIndex`: its no-op, the first entry of its term: before that is committed it answers no
///   linearizable read and changes no members.
/// - `peers`: every other member of the configuration in force, ascending.
/// - `uncommittedBytes`: the weight of what it appended and has not committed.
/// - `closed`: it will stamp no further entry at or below this.
final class Leader implements Role {
    final long firstIndex;
    final Lease lease;
    Progress[] peers = {};
    long uncommittedBytes;
    HybridTime closed = HybridTime.ZERO;

    /// When anything was last asked or appended, for quiescence.
    long busyNanos;

    /// It has told the members to be quiet; once all are, its own timer stops too.
    boolean quiescing;

    Leader(long firstIndex, Lease lease, long nowNanos) {
        this.firstIndex = firstIndex;
        this.lease = lease;
        this.busyNanos = nowNanos;
    }

    @Override
    public char letter() {
        return 'L';
    }

    @Nullable Progress peer(ReplicaId replica) {
        for (Progress peer : peers) if (peer.id == replica.value()) return peer;
        return null;
    }
}
