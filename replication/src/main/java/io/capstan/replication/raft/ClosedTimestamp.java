package io.capstan.replication.raft;

import io.capstan.core.time.HybridTime;

/// How far a replica's state is known to be complete in time: no entry after an index is ever
/// stamped at or below a stamp, and everything up to the index is applied here.
///
/// Two pairs are kept: one that is usable, and one that will be when more is applied. Further pairs
/// are let go until then; newer ones keep coming.
///
/// Invariant: the usable stamp never falls.
final class ClosedTimestamp {
    private HybridTime usable = HybridTime.ZERO;
    private HybridTime awaited = HybridTime.ZERO;
    private long awaitedIndex;

    void offer(HybridTime stamp, long index, long applied) {
        if (index <= applied) {
            usable = HybridTime.max(usable, stamp);
        } else if (awaitedIndex <= applied) {
            awaited = stamp;
            awaitedIndex = index;
        }
    }

    void applied(long applied) {
        if (awaitedIndex <= applied) usable = HybridTime.max(usable, awaited);
    }

    boolean covers(HybridTime stamp) {
        return usable.compareTo(stamp) >= 0;
    }

    HybridTime usable() {
        return usable;
    }
}
