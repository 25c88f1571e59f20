package io.capstan.client;

import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.Outcome;
import io.capstan.core.time.HybridTime;
import java.util.Map;

/// What a session has seen so far, as the token that its next requests carry. It only grows.
public final class Session {
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

    void observe(Outcome.Done done) {
        token = token.advance(done.shard(), done.index(), done.stamp());
    }
}
