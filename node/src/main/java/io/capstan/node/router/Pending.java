package io.capstan.node.router;

import io.capstan.core.id.NodeId;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.shard.ShardDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request that the router has taken on and not yet answered.
///
/// Invariant: `uncertain` is set as soon as some attempt may have taken effect without our knowing:
/// an attempt whose answer never came, an answer `Unknown`, or a second attempt at one node (then
/// an answer cannot be told from a late repetition of the first one's). It is never cleared. While
/// it is not set, every attempt but the open one was certainly without effect.
final class Pending {
    /// The most origins that wait for one request; more paths to one node make no sense.
    static final int MAX_ORIGINS = 8;

    final Request request;
    final List<NodeId> origins = new ArrayList<>(1);
    final long begunNanos;
    final long deadlineNanos;
    final List<NodeId> asked = new ArrayList<>(2);

    @Nullable ShardDescriptor shard;
    @Nullable NodeId open;
    Outcome.@Nullable Refused lastRefusal;
    @Nullable ScanWalk walk;
    boolean uncertain;
    int attempts;
    int redirects;

    /// When the request wants to be looked at again: to be asked anew, or given up.
    long attentionNanos;

    Pending(Request request, long begunNanos, long deadlineNanos) {
        this.request = request;
        this.begunNanos = begunNanos;
        this.deadlineNanos = deadlineNanos;
        this.attentionNanos = deadlineNanos;
        origins.add(request.origin());
    }

    boolean changesState() {
        return !(request.ask() instanceof Query);
    }

    /// Notes that `node` is being asked now.
    void asking(NodeId node) {
        if (changesState() && (open != null || asked.contains(node))) uncertain = true;
        if (!asked.contains(node)) asked.add(node);
        open = node;
        attempts++;
    }

    /// The open attempt was certainly without effect.
    void settled() {
        open = null;
    }

    /// Nobody knows what became of the open attempt.
    void lost() {
        if (changesState() && open != null) uncertain = true;
        open = null;
    }

    boolean mayHaveTakenEffect() {
        return changesState() && (uncertain || open != null);
    }

    void attendAt(long nanos) {
        attentionNanos = Math.min(nanos, deadlineNanos);
    }
}
