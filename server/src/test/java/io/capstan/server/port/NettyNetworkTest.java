package io.capstan.server.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Network.Priority;
import io.capstan.core.wire.FrameCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyNetworkTest {
    private static final NodeId N1 = new NodeId(1);
    private static final NodeId N2 = new NodeId(2);
    private static final NodeId CLIENT = NodeId.client(9);
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(HERE, 0);

    private final Transport transport = new Transport();
    private final Loops loops = transport.loops("test", 1);
    private final NettyNetwork one = new NettyNetwork(loops, PortBounds.DEFAULT, new Refused());
    private final NettyNetwork two = new NettyNetwork(loops, PortBounds.DEFAULT, new Refused());

    @AfterEach
    void closeAll() {
        one.close();
        two.close();
        loops.close();
        transport.close();
    }

    /// Keeps what arrives; says full where told to.
    private static final class Kept implements Inbox {
        final BlockingQueue<Bytes> frames = new LinkedBlockingQueue<>();
        volatile boolean full;

        @Override
        public boolean received(NodeId from, Bytes frame) {
            frames.add(frame);
            return !full;
        }

        @Override
        public boolean hasRoom() {
            return !full;
        }

        Bytes next() throws InterruptedException {
            Bytes next = frames.poll(20, TimeUnit.SECONDS);
            return next == null ? Bytes.EMPTY : next;
        }
    }

    private Kept listenAtTwo() {
        Kept kept = new Kept();
        one.know(N2, new InetSocketAddress(HERE, two.listen(ANY_PORT, kept)));
        return kept;
    }

    private static int portOf(NettyNetwork network, Kept kept) {
        return network.listen(ANY_PORT, kept);
    }

    @Test
    void framesOfAPriorityArriveWholeAndInOrder() throws InterruptedException {
        Kept kept = listenAtTwo();
        for (int i = 0; i < 100; i++) one.send(N2, Priority.DATA, TestFrames.frame(N1, i * 1000));
        for (int i = 0; i < 100; i++)
            assertThat(kept.next()).isEqualTo(TestFrames.frame(N1, i * 1000));
    }

    @Test
    void aPeerThatComesLaterIsReachedLater() throws Exception {
        Kept kept = new Kept();
        int port;
        try (var probe = new ServerSocket(0, 1, HERE)) {
            port = probe.getLocalPort();
        }
        one.know(N2, new InetSocketAddress(HERE, port));
        one.send(N2, Priority.DATA, TestFrames.frame(N1, 1));
        two.listen(new InetSocketAddress(HERE, port), kept);
        Bytes arrived = Bytes.EMPTY;
        for (int i = 0; i < 200 && arrived.isEmpty(); i++) {
            one.send(N2, Priority.DATA, TestFrames.frame(N1, 2));
            Bytes next = kept.frames.poll(50, TimeUnit.MILLISECONDS);
            if (next != null) arrived = next;
        }
        assertThat(FrameCodec.sender(arrived)).isEqualTo(N1);
    }

    @Test
    void aPeerThatReadsNothingLosesWhatIsOverTheBound() throws IOException {
        try (var deaf = new ServerSocket(0, 1, HERE)) {
            one.know(N2, new InetSocketAddress(HERE, deaf.getLocalPort()));
            for (int i = 0; i < 200; i++)
                one.send(N2, Priority.BULK, TestFrames.frame(N1, 1 << 20));
            assertThat(one.dropped()).isPositive();
        }
    }

    @Test
    void aFrameToNobodyKnownIsDroppedAndCounted() {
        one.send(N2, Priority.DATA, TestFrames.frame(N1, 1));
        one.send(CLIENT, Priority.DATA, TestFrames.frame(N1, 1));
        assertThat(one.dropped()).isEqualTo(2);
    }

    @Test
    void aClientIsAnsweredOverItsOwnConnection() throws Exception {
        Kept kept = new Kept();
        try (Socket client = new Socket(HERE, portOf(two, kept))) {
            client.getOutputStream().write(TestFrames.frame(CLIENT, 5).toArray());
            assertThat(FrameCodec.sender(kept.next())).isEqualTo(CLIENT);
            Bytes answer = TestFrames.frame(N2, 7);
            two.send(CLIENT, Priority.DATA, answer);
            assertThat(client.getInputStream().readNBytes(answer.length()))
                    .isEqualTo(answer.toArray());
        }
    }

    @Test
    void garbageEndsItsConnectionAndNoOther() throws Exception {
        Kept kept = new Kept();
        int port = portOf(two, kept);
        for (byte[] garbage : garbage()) {
            try (Socket socket = new Socket(HERE, port)) {
                socket.setSoTimeout(20_000);
                OutputStream out = socket.getOutputStream();
                out.write(garbage);
                out.flush();
                assertThat(endOf(socket)).isTrue();
            }
        }
        kept.frames.clear();
        one.know(N2, new InetSocketAddress(HERE, port));
        one.send(N2, Priority.DATA, TestFrames.frame(N1, 1));
        assertThat(kept.next()).isEqualTo(TestFrames.frame(N1, 1));
    }

    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes().length < 1_000;
        } catch (IOException reset) {
            return true;
        }
    }

    private static List<byte[]> garbage() {
        byte[] otherVersion = TestFrames.frame(N1, 4).toArray();
        otherVersion[0] = 99;
        byte[] tooLong = TestFrames.frame(N1, 4).toArray();
        tooLong[FrameCodec.LENGTH_AT] = 0x7f;
        byte[] negative = TestFrames.frame(N1, 4).toArray();
        negative[FrameCodec.LENGTH_AT] = (byte) 0xff;
        byte[] nobody = TestFrames.frame(NodeId.NONE, 4).toArray();
        byte[] twoSenders = TestFrames.frame(N1, 4).concat(TestFrames.frame(N2, 4)).toArray();
        return List.of(
                Bytes.utf8("GET / HTTP/1.1\r\nHost: somewhere\r\n\r\n").toArray(),
                otherVersion,
                tooLong,
                negative,
                nobody,
                twoSenders);
    }

    @Test
    void aFullInboxHoldsItsSendersBackUntilThereIsRoom() throws InterruptedException {
        Kept kept = listenAtTwo();
        kept.full = true;
        for (int i = 0; i < 32; i++) one.send(N2, Priority.DATA, TestFrames.frame(N1, 900_000));
        int early = 0;
        while (kept.frames.poll(300, TimeUnit.MILLISECONDS) != null) early++;
        assertThat(early).isBetween(1, 16);
        kept.full = false;
        two.goOn();
        for (int i = early; i < 32; i++) assertThat(FrameCodec.sender(kept.next())).isEqualTo(N1);
    }

    @Test
    void aTakenPortIsRefusedByName() {
        int port = portOf(two, new Kept());
        assertThatThrownBy(() -> one.listen(new InetSocketAddress(HERE, port), new Kept()))
                .isInstanceOf(PortFailure.class)
                .hasMessageContaining(":" + port);
    }
}
