package io.capstan.core.request;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.trace.TraceContext;

/// One request: a gateway's, a client's or an actor's call are all this.
///
/// `origin` is the node or client endpoint that awaits the answer. `shard` may be [ShardId#NONE]:
/// then the router finds it from the table and the keys. `epoch` is the descriptor's epoch that the
/// asker knew, 0 for none; an old one is answered with a redirect where it matters.
public record Request(
        RequestTag tag,
        NodeId origin,
        TableId table,
        ShardId shard,
        long epoch,
        Consistency level,
        SessionToken token,
        TraceContext trace,
        Ask ask) {
    public RequestId id() {
        return tag.id();
    }

    /// The same request, sent to a shard that the router found.
    public Request toShard(ShardId found, long itsEpoch) {
        return new Request(tag, origin, table, found, itsEpoch, level, token, trace, ask);
    }

    /// The same request, with answers to come back to `relay`.
    public Request via(NodeId relay) {
        return new Request(tag, relay, table, shard, epoch, level, token, trace, ask);
    }

    /// The same request, its way told as part of this trace.
    public Request traced(TraceContext context) {
        return new Request(tag, origin, table, shard, epoch, level, token, context, ask);
    }
}
