package io.capstan.replication.raft;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Address;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.core.shard.Member;
import org.jspecify.annotations.Nullable;

/// What a leader knows of one other member, and how it sends to it.
///
/// - `PROBE`: where the logs meet is not known: one append at a time.
/// - `REPLICATE`: appends are sent ahead of their acknowledgements, up to the bounds in flight.
/// - `SNAPSHOT`: the entries that the member lacks are compacted: a snapshot stream is under way.
///
/// Invariants
/// 1. `match < next`; everything up to `match` is durable there and equal to the leader's log.
/// 2. In flight are at most `maxInflightAppends` appends; no append starts when `maxInflightBytes`
///    are under way.
///
/// Raft thesis 3.5 (nextIndex, matchIndex), 10.2.1 (pipelining).
final class Progress {
    enum Mode {
        PROBE,
        REPLICATE,
        SNAPSHOT
    }

    final Member member;
    final Address address;
    final long id;
    private Mode mode = Mode.PROBE;
    private long match;
    private long next;

    /// A probe is under way; cleared by any answer.
    boolean probing;

    /// The ticket of a fetch of entries for this member, 0 for none.
    long fetching;

    /// The newest round that it answered, and when anything was last heard.
    long answeredRound;

    long heardNanos;

    /// It said that its timer is stopped.
    boolean quiet;

    /// Where it stands in receiving a snapshot; null where none is under way.
    @Nullable SnapshotStream stream;

    private final long[] inflightLast;

    private final int[] inflightBytes;
    private final long[] inflightRound;
    private int inflightFirst;
    private int inflightCount;
    private long bytesUnderWay;

    Progress(Member member, Address address, long next, long nowNanos, ReplicationOptions options) {
        this.member = member;
        this.address = address;
        this.id = member.replica().value();
        this.next = next;
        this.heardNanos = nowNanos;
        inflightLast = new long[options.maxInflightAppends()];
        inflightBytes = new int[options.maxInflightAppends()];
        inflightRound = new long[options.maxInflightAppends()];
    }

    Mode mode() {
        return mode;
    }

    long match() {
        return match;
    }

    long next() {
        return next;
    }

    /// Whether another append may leave now.
    boolean maySend(ReplicationOptions options) {
        return switch (mode) {
            case PROBE -> !probing && fetching == 0;
            case REPLICATE -> !isFull(options) && fetching == 0;
            case SNAPSHOT -> false;
        };
    }

    boolean isFull(ReplicationOptions options) {
        return inflightCount == inflightLast.length || bytesUnderWay >= options.maxInflightBytes();
    }

    boolean hasInflight() {
        return inflightCount > 0;
    }

    /// An append up to `last` has left, after the heartbeat of `round`.
    void sent(long last, int bytes, long round) {
        switch (mode) {
            case PROBE -> probing = true;
            case REPLICATE -> {
                if (last < next) return;
                next = last + 1;
                int slot = (inflightFirst + inflightCount++) % inflightLast.length;
                inflightLast[slot] = last;
                inflightBytes[slot] = bytes;
                inflightRound[slot] = round;
                bytesUnderWay += bytes;
            }
            case SNAPSHOT -> Invariant.check(false, "an append to %s during its snapshot", member);
        }
    }

    /// Everything up to `index` is durable there. Returns whether that is news.
    boolean acknowledge(long index) {
        while (inflightCount > 0 && inflightLast[inflightFirst] <= index) dropFirst();
        if (index <= match) return false;
        match = index;
        next = Math.max(next, index + 1);
        return true;
    }

    /// Whether an append that left before `round` has not arrived though the round has.
    boolean lost(long round, long received) {
        return inflightCount > 0
                && inflightRound[inflightFirst] < round
                && inflightLast[inflightFirst] > received;
    }

    void becomeProbe(long newNext) {
        enter(Mode.PROBE);
        next = Math.max(newNext, match + 1);
    }

    void becomeReplicate() {
        enter(Mode.REPLICATE);
        next = match + 1;
    }

    void becomeSnapshot() {
        enter(Mode.SNAPSHOT);
    }

    private void enter(Mode newMode) {
        mode = newMode;
        probing = false;
        fetching = 0;
        inflightCount = 0;
        bytesUnderWay = 0;
    }

    private void dropFirst() {
        bytesUnderWay -= inflightBytes[inflightFirst];
        inflightFirst = (inflightFirst + 1) % inflightLast.length;
        inflightCount--;
    }

    void checkInvariants() {
        Invariant.check(match < next, "match %s, next %s", match, next);
    }

    @Override
    public String toString() {
        String how =
                switch (mode) {
                    case PROBE -> "?";
                    case REPLICATE -> "";
                    case SNAPSHOT -> "…";
                };
        return member.replica() + ":" + match + how;
    }
}
