package io.capstan.core.wire;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.trace.TraceContext;

/// One message inside a [Frame]: for whom, from whom, under which epoch, as part of which trace,
/// and how long its answer is still of use.
///
/// `kind` is a number, not an enum, because a newer peer may send kinds unknown here: they are
/// refused and counted, never fatal. `remainingMillis` is the time left until the request expires,
/// 0 where nothing waits.
public record Envelope(
        int kind,
        ShardId shard,
        ReplicaId to,
        ReplicaId from,
        long epoch,
        TraceContext trace,
        long remainingMillis,
        Bytes body) {
    /// A message between replicas of one shard, in the codec of the shard's protocol.
    public static final int REPLICATION = 1;

    /// A [io.capstan.core.request.Request].
    public static final int REQUEST = 2;

    /// A [io.capstan.core.request.RequestId] and its [io.capstan.core.request.Outcome].
    public static final int OUTCOME = 3;

    /// A message of the liveness layer.
    public static final int LIVENESS = 4;

    /// A question of a node that belongs to no cluster yet, or the answer to it.
    public static final int FOUNDING = 5;

    /// A [io.capstan.core.request.RequestId]: an entry that this request became is on its way to
    /// the replica addressed, and is part of the envelope's trace. Sent by who leads the shard,
    /// ahead of the entry; nothing but traces rests on it.
    public static final int TRACE = 6;

    /// To a node that was removed from the cluster and is still there: the
    /// [io.capstan.core.catalog.NodeEntry] that it was.
    public static final int REMOVED = 7;

    /// From nobody in particular: why the other side ends the connection, or has not taken a frame;
    /// a refusal in [OutcomeCodec].
    public static final int REFUSED = 8;
}
