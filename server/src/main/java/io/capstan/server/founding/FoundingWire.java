package io.capstan.server.founding;

import io.capstan.core.Bytes;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.Network.Priority;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.Frame;
import io.capstan.core.wire.FrameCodec;
import io.capstan.node.identity.FoundingCodec;
import io.capstan.node.identity.FoundingMessage;
import java.util.List;
import java.util.Optional;

/// Messages about a founding in frames. Who asks does so like a client, under an endpoint of its
/// own, so that the answer comes back over the connection of the question.
final class FoundingWire {
    private FoundingWire() {}

    static Bytes frame(NodeId from, FoundingMessage message) {
        Bytes body = FoundingCodec.INSTANCE.encode(message);
        Envelope envelope =
                new Envelope(
                        Envelope.FOUNDING,
                        ShardId.NONE,
                        ReplicaId.NONE,
                        ReplicaId.NONE,
                        0,
                        TraceContext.NONE,
                        0,
                        body);
        Frame.Header header =
                new Frame.Header(Priority.DATA, ClusterId.UNKNOWN, from, 1, HybridTime.ZERO, 1);
        return FrameCodec.encode(new Frame(header, List.of(envelope)));
    }

    /// The message about a founding in a frame; empty where it holds none. Throws
    /// [io.capstan.core.wire.Malformed] for what is no frame.
    static Optional<FoundingMessage> message(Frame frame) {
        return frame.envelopes().stream()
                .filter(envelope -> envelope.kind() == Envelope.FOUNDING)
                .findFirst()
                .map(envelope -> FoundingCodec.INSTANCE.decode(envelope.body()));
    }
}
