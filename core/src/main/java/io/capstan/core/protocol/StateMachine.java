package io.capstan.core.protocol;

import io.capstan.core.request.Command;
import io.capstan.core.request.Query;
import io.capstan.core.request.Result;
import io.capstan.core.time.HybridTime;

/// What commands mean; the same for every protocol. Deterministic: same state and command, same
/// result and next state.
public interface StateMachine {
    /// Carries the command out at `stamp`. Retries, expiry and key bounds have been dealt with
    /// before.
    Result apply(HybridTime stamp, Command command, VersionedView state, Writes out);

    /// Answers from the newest state; bounded in rows and bytes.
    Result read(Query query, VersionedView state);
}
