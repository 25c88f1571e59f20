package io.capstan.node.router;

import io.capstan.core.actor.Liveness;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;

/// What the router sees of the node around it, and what it can do there. Every call only buffers.
public interface Field {
    NodeId self();

    /// Whether a replica of the shard runs here.
    boolean holds(ShardId shard);

    Liveness liveness(NodeId node);

    /// Puts the request to the replica of its shard on `node`, which may be this one. The answer
    /// comes back as [Router#answered].
    void ask(NodeId node, Request request);

    /// Gives a request's outcome to who awaits it.
    void conclude(NodeId origin, RequestId id, Outcome outcome);

    /// A request taken on at `begunNanos` of the monotonic clock has this outcome; told once,
    /// before it is concluded with each origin.
    void finished(Request request, long begunNanos, Outcome outcome);

    /// The map seems to be old: a newer one is wanted.
    void mapIsOld();
}
