package io.capstan.client;

import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Result;
import io.capstan.core.time.HybridTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What a session has seen so far, as the token that its next requests carry. It only grows.
public final class Session {
    /// The most that one node's time may be ahead of what another has told: a wall clock errs by
    /// ten seconds at the most (`clock.max_error`), so two differ by twenty, and the rest is the
    /// time since the telling.
    static final Duration MAX_AHEAD = Duration.ofSeconds(30);

    private SessionToken token = SessionToken.NONE;

    Session() {}

    public SessionToken token() {
        return token;
    }

    /// Takes in what another session has seen, so that this one never reads anything older.
    public void join(SessionToken other) {
        if (other.isNone()) return;
        for (Map.Entry<ShardId, Long> position : other.positions().entrySet())
            token = token.advance(position.getKey(), position.getValue(), other.seen());
        token = new SessionToken(HybridTime.max(token.seen(), other.seen()), token.positions());
    }

    /// Why what another session has seen cannot be taken in; empty where it can, and then it was.
    ///
    /// `ours`, `now`: the cluster of this session and the newest time that its nodes have told. A
    /// token that claims more than they can know is made up: to send its time on would have them
    /// refuse whatever this session says.
    Optional<Outcome.Refused> join(TokenText.Carried carried, ClusterId ours, HybridTime now) {
        SessionToken theirs = carried.token();
        if (theirs.isNone()) return Optional.empty();
        if (!carried.cluster().equals(ours))
            return refusal(
                    "the session token is of cluster "
                            + carried.cluster()
                            + ", and this session speaks to "
                            + ours
                            + "; take one that was given here");
        if (theirs.seen().millis() > now.millis() + MAX_AHEAD.toMillis())
            return refusal(
                    "the session token is "
                            + (theirs.seen().millis() - now.millis())
                            + " ms ahead of the cluster's clocks; it was not given here");
        join(theirs);
        return Optional.empty();
    }

    private static Optional<Outcome.Refused> refusal(String message) {
        return Optional.of(new Outcome.Refused(ErrorCode.MALFORMED, message));
    }

    void observe(Outcome.Done done) {
        if (done.result() instanceof Result.Rows rows)
            rows.passed()
                    .forEach(
                            (shard, index) -> token = token.advance(shard, index, HybridTime.ZERO));
        token = token.advance(done.shard(), done.index(), done.stamp());
    }
}
