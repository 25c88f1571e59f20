package io.capstan.node.host;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.NodeEntryCodec;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.Network.Priority;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.OutcomeCodec;
import io.capstan.core.wire.RequestCodec;
import io.capstan.core.wire.RequestIdCodec;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import io.capstan.node.identity.FoundingCodec;
import io.capstan.node.identity.FoundingMessage;

/// Requests, outcomes and answers about the founding as messages between nodes and clients.
final class Mail {
    /// An outcome and whose it is.
    record Answer(RequestId id, Outcome outcome) {}

    private final Outgoing outgoing;
    private final WireWriter scratch = new WireWriter(1024);

    Mail(Outgoing outgoing) {
        this.outgoing = outgoing;
    }

    void request(NodeId to, Request request, HybridTime now) {
        long remaining = request.tag().expiry().millis() - now.millis();
        send(
                to,
                Envelope.REQUEST,
                request.shard(),
                request.epoch(),
                request.trace(),
                Math.max(1, remaining),
                RequestCodec.INSTANCE.encode(request));
    }

    void outcome(NodeId to, RequestId id, Outcome outcome) {
        scratch.clear();
        RequestIdCodec.INSTANCE.write(id, scratch);
        OutcomeCodec.INSTANCE.write(outcome, scratch);
        send(to, Envelope.OUTCOME, ShardId.NONE, 0, TraceContext.NONE, 0, scratch.bytes());
    }

    /// Tells a replica that an entry of a traced request is on its way to it.
    void trace(NodeId to, ShardId shard, ReplicaId replica, TraceContext trace, RequestId id) {
        Bytes body = RequestIdCodec.INSTANCE.encode(id);
        outgoing.add(
                to,
                Priority.DATA,
                new Envelope(Envelope.TRACE, shard, replica, ReplicaId.NONE, 0, trace, 0, body));
    }

    void founding(NodeId to, FoundingMessage answer) {
        Bytes body = FoundingCodec.INSTANCE.encode(answer);
        send(to, Envelope.FOUNDING, ShardId.NONE, 0, TraceContext.NONE, 0, body);
    }

    /// Tells a node that it is no part of the cluster any more.
    void removed(NodeEntry node) {
        Bytes body = NodeEntryCodec.INSTANCE.encode(node);
        send(node.id(), Envelope.REMOVED, ShardId.NONE, 0, TraceContext.NONE, 0, body);
    }

    static Answer answer(Bytes body) {
        WireReader in = new WireReader(body);
        RequestId id = RequestIdCodec.INSTANCE.read(in);
        Outcome outcome = OutcomeCodec.INSTANCE.read(in);
        in.end();
        return new Answer(id, outcome);
    }

    private void send(
            NodeId to,
            int kind,
            ShardId shard,
            long epoch,
            TraceContext trace,
            long remaining,
            Bytes body) {
        outgoing.add(
                to,
                Priority.DATA,
                new Envelope(
                        kind,
                        shard,
                        ReplicaId.NONE,
                        ReplicaId.NONE,
                        epoch,
                        trace,
                        remaining,
                        body));
    }
}
