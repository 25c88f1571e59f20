package io.capstan.replication.raft;

import io.capstan.core.Invariant;

/// A leader's rounds of heartbeats, and the lease that confirmed rounds give it.
///
/// Whoever answers a round promises not to help another leader for one election timeout from then
/// on; so a leader whose round a quorum has answered is alone for an election timeout, shortened by
/// the drift of clocks, from the moment the round *began*.
///
/// Invariants
/// 1. Round numbers rise and are never used twice in a term, so a late answer confirms no later
///    round.
/// 2. Once void, the lease stays void for the rest of the term: the replica that leadership was
///    handed to may still be elected by votes under way.
///
/// Raft thesis 6.4.1 (lease), 3.10 (transfer).
final class Lease {
    /// Rounds whose beginning is remembered; an answer to an older one renews nothing.
    static final int ROUNDS = 128;

    private final long[] begun = new long[ROUNDS];
    private final long durationNanos;
    private long lastRound;
    private long confirmedRound;
    private long untilNanos;
    private boolean held;
    private boolean isVoid;

    /// `electionTimeoutNanos`: how long a follower keeps its promise by its own clock; `drift`: how
    /// far any clock's rate may be off.
    Lease(long electionTimeoutNanos, double drift) {
        durationNanos = (long) (electionTimeoutNanos * (1 - drift) / (1 + drift));
    }

    long begin(long nowNanos) {
        lastRound++;
        begun[(int) (lastRound % ROUNDS)] = nowNanos;
        return lastRound;
    }

    long lastRound() {
        return lastRound;
    }

    long confirmedRound() {
        return confirmedRound;
    }

    /// A quorum has answered this round or a later one. Returns whether that is news.
    boolean confirm(long round) {
        Invariant.check(round <= lastRound, "round %s confirmed before %s began", round, lastRound);
        if (round <= confirmedRound) return false;
        confirmedRound = round;
        if (lastRound - round < ROUNDS && !isVoid) {
            untilNanos = begun[(int) (round % ROUNDS)] + durationNanos;
            held = true;
        }
        return true;
    }

    /// Whether no other replica can be leader at `nowNanos`.
    boolean holds(long nowNanos) {
        return held && !isVoid && nowNanos - untilNanos < 0;
    }

    boolean wasHeld() {
        return held;
    }

    /// Gives the lease up until a new round is confirmed.
    void lapse() {
        held = false;
    }

    /// Gives the lease up for the rest of the term.
    void renounce() {
        isVoid = true;
        held = false;
    }
}
