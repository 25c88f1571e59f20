package io.capstan.client;

import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Outcome;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import java.util.Optional;

/// One request on its way: what is asked, and how far it has come.
///
/// It waits without a number; its first sending gives it one, and the encoded request that every
/// later attempt repeats byte for byte.
final class Call {
    final long ticket;
    final TableId table;
    final ShardId shard;
    final Consistency level;
    final Ask ask;
    final TraceContext trace;
    final HybridTime expiry;
    final long deadlineNanos;

    /// 0 until first sent.
    long number;

    Bytes encoded = Bytes.EMPTY;
    int attempts;

    /// Redirects followed since the last pause.
    int redirects;

    int pauses;
    boolean awaiting;
    NodeId contact = NodeId.NONE;
    long dueNanos;
    Optional<Outcome.Refused> lastRefusal = Optional.empty();

    Call(
            long ticket,
            TableId table,
            ShardId shard,
            Consistency level,
            Ask ask,
            TraceContext trace,
            HybridTime expiry,
            long deadlineNanos) {
        this.ticket = ticket;
        this.table = table;
        this.shard = shard;
        this.level = level;
        this.ask = ask;
        this.trace = trace;
        this.expiry = expiry;
        this.deadlineNanos = deadlineNanos;
        this.dueNanos = deadlineNanos;
    }

    boolean wasSent() {
        return attempts > 0;
    }
}
