package io.capstan.client;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.LevelChoice;
import io.capstan.core.id.NodeId;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Outcome;
import io.capstan.core.time.HybridTime;
import java.util.Optional;

/// One errand on its way: how far it has come.
///
/// It waits without a number; its first sending gives it one, and the encoded request that every
/// later attempt repeats byte for byte. At a weaker level it is another request: it waits again,
/// and its next sending gives it a number of its own.
final class Call {
    final long ticket;
    final Errand errand;
    final LevelChoice levels;
    final HybridTime expiry;
    final long submittedNanos;
    final long deadlineNanos;

    /// Which of its levels it asks at.
    private int rank;

    /// Until when it asks at this level; the deadline, where there is no weaker one.
    long levelUntilNanos;

    /// 0 until first sent at this level.
    long number;

    Bytes encoded = Bytes.EMPTY;

    /// How often it was sent, at all its levels together.
    int attempts;

    /// How often it was sent at this level.
    int tries;

    /// Redirects followed since the last pause.
    int redirects;

    int pauses;
    boolean awaiting;
    NodeId contact = NodeId.NONE;
    long dueNanos;
    Optional<Outcome.Refused> lastRefusal = Optional.empty();

    Call(
            long ticket,
            Errand errand,
            LevelChoice levels,
            HybridTime expiry,
            long submittedNanos,
            long deadlineNanos) {
        this.ticket = ticket;
        this.errand = errand;
        this.levels = levels;
        this.expiry = expiry;
        this.submittedNanos = submittedNanos;
        this.deadlineNanos = deadlineNanos;
        this.levelUntilNanos = deadlineNanos;
        this.dueNanos = deadlineNanos;
    }

    Ask ask() {
        return errand.ask();
    }

    Consistency level() {
        return levels.levels().get(rank);
    }

    boolean wasSent() {
        return attempts > 0;
    }

    boolean hasFallback() {
        return rank + 1 < levels.levels().size();
    }

    boolean fellBack() {
        return rank > 0;
    }

    /// From now on it asks at the next level, as a request that was never sent.
    void fallBack() {
        Invariant.check(hasFallback(), "nothing is weaker than %s in %s", level(), levels);
        rank++;
        levelUntilNanos = deadlineNanos;
        number = 0;
        encoded = Bytes.EMPTY;
        tries = 0;
        redirects = 0;
        pauses = 0;
        awaiting = false;
    }
}
