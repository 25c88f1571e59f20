package io.capstan.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.Network.Priority;
import io.capstan.core.time.HybridClock;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.Frame;
import io.capstan.core.wire.FrameCodec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What hand-made frames can and cannot do to those of others.
class IncomingFramesTest {
    private static final ClusterId CLUSTER = new ClusterId(3);
    private static final NodeId NODE = new NodeId(7);
    private static final NodeId CLIENT = NodeId.client(9);

    private final IncomingFrames frames = new IncomingFrames(CLUSTER, new HybridClock(250));
    private final List<String> heard = new ArrayList<>();

    private final IncomingFrames.Receiver receiver =
            new IncomingFrames.Receiver() {
                @Override
                public void envelope(Frame.Header header, Envelope envelope, boolean repeated) {
                    heard.add((repeated ? "again " : "") + header.from());
                }

                @Override
                public void refused(NodeId from, String why) {
                    heard.add(why);
                }

                @Override
                public void foreign(Frame.Header header, Envelope envelope) {
                    heard.add("foreign " + header.from());
                }
            };

    private static Bytes frame(NodeId from, Priority priority, long lamport) {
        Envelope envelope =
                new Envelope(
                        Envelope.REQUEST,
                        ShardId.NONE,
                        ReplicaId.NONE,
                        ReplicaId.NONE,
                        0,
                        TraceContext.NONE,
                        0,
                        Bytes.EMPTY);
        return FrameCodec.encode(
                new Frame(
                        new Frame.Header(priority, CLUSTER, from, 1, HybridTime.ZERO, lamport),
                        List.of(envelope)));
    }

    private String said(NodeId from, long lamport) {
        heard.clear();
        assertThat(frames.offer(from, frame(from, Priority.DATA, lamport))).isTrue();
        frames.take();
        frames.drain(0, receiver);
        return String.join(" ", heard);
    }

    @Test
    void aClientsFrameDoesNotBringTheNodeToTheEndOfItsNumbers() {
        assertThat(said(NODE, 10)).isEqualTo("n7");
        assertThat(said(CLIENT, IncomingFrames.MAX_LAMPORT)).isEqualTo("c9");
        assertThat(frames.lamport()).isEqualTo(10);
        assertThat(said(CLIENT, 12)).contains("c9");
        assertThat(frames.lamport()).isEqualTo(12);
    }

    @Test
    void aLamportTimeThatNoNodeReachesIsRefused() {
        assertThat(said(NODE, Long.MAX_VALUE)).contains("a Lamport time of " + Long.MAX_VALUE);
        assertThat(said(NODE, -1)).contains("a Lamport time of -1");
        assertThat(frames.lamport()).isZero();
    }

    @Test
    void manyClientsDoNotMakeANodeForgotten() {
        assertThat(said(NODE, 10)).isEqualTo("n7");
        for (int i = 1; i <= 2 * IncomingFrames.MAX_SENDERS; i++) said(NodeId.client(i), 1);
        assertThat(said(NODE, 10)).isEqualTo("again n7");
    }

    @Test
    void whatAClientCallsLivenessWaitsAmongTheData() {
        assertThat(frames.offer(CLIENT, frame(CLIENT, Priority.LIVENESS, 1))).isTrue();
        assertThat(frames.waitingBytes()).isPositive();
        assertThat(frames.offer(NODE, frame(NODE, Priority.LIVENESS, 1))).isTrue();
        frames.take();
        frames.drain(0, receiver);
        assertThat(heard).containsExactly("n7", "c9");
    }
}
