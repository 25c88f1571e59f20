package io.capstan.server.port;

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
import java.util.List;

/// Frames that the network takes for good, whatever a host would say of them.
final class TestFrames {
    private TestFrames() {}

    /// One with a request of so many bytes in it, all zero.
    static Bytes frame(NodeId from, int bytes) {
        Frame.Header header =
                new Frame.Header(Priority.DATA, new ClusterId(3), from, 1, HybridTime.ZERO, 1);
        Envelope envelope =
                new Envelope(
                        Envelope.REQUEST,
                        ShardId.NONE,
                        ReplicaId.NONE,
                        ReplicaId.NONE,
                        0,
                        TraceContext.NONE,
                        0,
                        Bytes.wrap(new byte[bytes]));
        return FrameCodec.encode(new Frame(header, List.of(envelope)));
    }
}
