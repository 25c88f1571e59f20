package io.capstan.core.request;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.time.HybridTime;

/// What became of a request: three-valued, because a network can hide the truth. `Done` was carried
/// out, `Refused` and `Redirected` were certainly not, and of `Unknown` nobody can say; a retry
/// under the same id finds out.
public sealed interface Outcome {
    /// Carried out. `shard` and `index` say which state answered (the entry's index for a command,
    /// the applied index for a query); `stamp` is the command's time, or the newest version among
    /// the rows.
    record Done(Result result, ShardId shard, long index, HybridTime stamp) implements Outcome {}

    /// Certainly without effect. The message says what happened, to what, and what to do.
    record Refused(ErrorCode code, String message) implements Outcome {}

    /// Certainly without effect here: ask `leader` ([NodeId#NONE]: not known), which knows the
    /// shard under `epoch`.
    record Redirected(ShardId shard, NodeId leader, long epoch) implements Outcome {}

    /// It may or may not take effect, until its expiry.
    record Unknown(String reason) implements Outcome {}
}
