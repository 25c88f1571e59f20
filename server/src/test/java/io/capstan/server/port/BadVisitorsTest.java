package io.capstan.server.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Network.Priority;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.wire.FrameCodec;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who comes to the native port and does not keep to what is usual there.
class BadVisitorsTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final NodeId NODE = new NodeId(1);
    private static final NodeId CLIENT = NodeId.client(9);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Transport transport = new Transport();
    private final Loops loops = transport.loops("test", 3);
    private final Refused refused = new Refused();
    private final BlockingQueue<NodeId> heard = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new ArrayList<>();
    private NettyNetwork network = new NettyNetwork(loops, PortBounds.DEFAULT, refused);

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : sockets) socket.close();
        network.close();
        loops.close();
        transport.close();
    }

    private int listen(PortBounds bounds) {
        network = new NettyNetwork(loops, bounds, refused);
        return network.listen(
                new InetSocketAddress(HERE, 0),
                new Inbox() {
                    @Override
                    public boolean received(NodeId from, Bytes frame) {
                        heard.add(from);
                        return true;
                    }

                    @Override
                    public boolean hasRoom() {
                        return true;
                    }
                });
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket(HERE, port);
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private Socket say(int port, byte[] bytes) throws IOException {
        Socket socket = connect(port);
        socket.getOutputStream().write(bytes);
        return socket;
    }

    /// What the node says before it ends the connection.
    private static Outcome.Refused lastWord(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] head = in.readNBytes(6);
        byte[] frame = new byte[Bytes.wrap(head).intAt(FrameCodec.LENGTH_AT)];
        System.arraycopy(head, 0, frame, 0, head.length);
        in.readFully(frame, head.length, frame.length - head.length);
        Optional<Outcome.Refused> word = Wire.notice(Bytes.wrap(frame));
        assertThat(in.read()).as("the end of the connection").isEqualTo(-1);
        return word.orElseThrow();
    }

    private static byte[] frameWith(int at, int value) {
        byte[] bytes = TestFrames.frame(CLIENT, 10).toArray();
        bytes[at] = (byte) value;
        return bytes;
    }

    private NodeId nextHeard() throws InterruptedException {
        NodeId next = heard.poll(20, TimeUnit.SECONDS);
        return next == null ? NodeId.NONE : next;
    }

    private static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("never came true");
            LockSupport.parkNanos(5_000_000L);
        }
    }

    @Test
    void whoSpeaksAnotherVersionIsToldBoth() throws Exception {
        Outcome.Refused word = lastWord(say(listen(PortBounds.DEFAULT), frameWith(0, 9)));
        assertThat(word.code()).isEqualTo(ErrorCode.INCOMPATIBLE_VERSION);
        assertThat(word.message()).contains("version 9", "version " + FrameCodec.VERSION);
        assertThat(refused.next()).isEqualTo("version");
    }

    @Test
    void aFrameOverTheBoundIsRefusedByItsHeadAlone() throws Exception {
        int port = listen(PortBounds.DEFAULT);
        for (int first : List.of(0x7f, 0xff, 0x01)) {
            Outcome.Refused word = lastWord(say(port, frameWith(FrameCodec.LENGTH_AT, first)));
            assertThat(word.code()).isEqualTo(ErrorCode.VALUE_TOO_LARGE);
            assertThat(word.message()).contains("the most are " + FrameCodec.MAX_FRAME_BYTES);
            assertThat(refused.next()).isEqualTo("oversize");
        }
    }

    @Test
    void aFrameShorterThanItsHeadIsMalformed() throws Exception {
        byte[] tiny = TestFrames.frame(CLIENT, 10).toArray();
        tiny[FrameCodec.LENGTH_AT + 2] = 0;
        tiny[FrameCodec.LENGTH_AT + 3] = 3;
        assertThat(lastWord(say(listen(PortBounds.DEFAULT), tiny)).code())
                .isEqualTo(ErrorCode.MALFORMED);
        assertThat(refused.next()).isEqualTo("malformed");
    }

    @Test
    void garbageAfterAFrameIsRefusedTheFrameIsTaken() throws Exception {
        byte[] both =
                TestFrames.frame(CLIENT, 10).concat(Bytes.utf8("and now for nothing")).toArray();
        Outcome.Refused word = lastWord(say(listen(PortBounds.DEFAULT), both));
        assertThat(word.code()).isEqualTo(ErrorCode.INCOMPATIBLE_VERSION);
        assertThat(nextHeard()).isEqualTo(CLIENT);
    }

    @Test
    void whoSaysNothingIsRefusedAfterAWhile() throws Exception {
        Socket silent = connect(listen(PortBounds.DEFAULT.withPatience(SHORT)));
        assertThat(lastWord(silent).message()).contains("no whole frame within 300 ms");
        assertThat(refused.next()).isEqualTo("silent");
    }

    @Test
    void aTruncatedFrameIsNotWaitedForForEver() throws Exception {
        int port = listen(PortBounds.DEFAULT.withPatience(SHORT));
        byte[] one = TestFrames.frame(CLIENT, 10).toArray();
        byte[] truncated = TestFrames.frame(CLIENT, 10).slice(0, 30).toArray();
        Socket half = say(port, Bytes.wrap(one).concat(Bytes.wrap(truncated)).toArray());
        assertThat(nextHeard()).isEqualTo(CLIENT);
        assertThat(lastWord(half).message()).contains("not whole after 300 ms");
        assertThat(refused.next()).isEqualTo("slow");
    }

    @Test
    void aHalfClosedConnectionIsGivenBack() throws Exception {
        Socket half =
                say(
                        listen(PortBounds.DEFAULT),
                        TestFrames.frame(CLIENT, 10).slice(0, 30).toArray());
        until(() -> network.connections() == 1);
        half.shutdownOutput();
        until(() -> network.connections() == 0);
    }

    @Test
    void amongTooManySilentOnesTheNewestIdleOneGoesAndANewOneIsServed() throws Exception {
        int port = listen(PortBounds.DEFAULT.withSilent(3));
        Socket oldest = connect(port);
        Socket second = connect(port);
        Socket newestIdle = connect(port);
        until(() -> network.connections() == 3);
        LockSupport.parkNanos(PortBounds.GRACE.toNanos() + 100_000_000L);
        Socket served = say(port, TestFrames.frame(CLIENT, 10).toArray());
        assertThat(nextHeard()).isEqualTo(CLIENT);
        Outcome.Refused word = lastWord(newestIdle);
        assertThat(word.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(word.message()).contains("3 connections");
        assertThat(List.of(oldest, second, served)).noneMatch(Socket::isClosed);
        assertThat(refused.next()).isEqualTo("crowded");
    }

    @Test
    void inARushOfSilentOnesWhoSpeaksIsHeard() throws Exception {
        int port = listen(PortBounds.DEFAULT.withSilent(5));
        for (int i = 0; i < 50; i++) {
            Socket _ = connect(port);
        }
        Socket _ = say(port, TestFrames.frame(CLIENT, 10).toArray());
        assertThat(nextHeard()).isEqualTo(CLIENT);
        assertThat(lastWord(sockets.getFirst()).message()).contains("5 connections");
    }

    @Test
    void aNodeIsServedHoweverManyClientsThereAre() throws Exception {
        int port = listen(PortBounds.DEFAULT.withGuests(2));
        network.know(NODE, new InetSocketAddress(HERE, 1));
        for (int i = 1; i <= 2; i++) {
            Socket _ = say(port, TestFrames.frame(NodeId.client(i), 10).toArray());
            assertThat(nextHeard()).isEqualTo(NodeId.client(i));
        }
        Socket third = say(port, TestFrames.frame(NodeId.client(3), 10).toArray());
        assertThat(lastWord(third).message()).contains("2 clients are connected");
        Socket _ = say(port, TestFrames.frame(NODE, 10).toArray());
        assertThat(nextHeard()).isEqualTo(NODE);
    }

    @Test
    void oneNodeDoesNotFillThePortEither() throws Exception {
        int port = listen(PortBounds.DEFAULT);
        network.know(NODE, new InetSocketAddress(HERE, 1));
        Socket first = say(port, TestFrames.frame(NODE, 10).toArray());
        for (int i = 0; i < Visitors.MAX_OF_A_PEER; i++) {
            assertThat(nextHeard()).isEqualTo(NODE);
            Socket _ = say(port, TestFrames.frame(NODE, 10).toArray());
        }
        assertThat(nextHeard()).isEqualTo(NODE);
        assertThat(first.getInputStream().read()).isEqualTo(-1);
        until(() -> network.connections() == Visitors.MAX_OF_A_PEER);
    }

    @Test
    void unfinishedFramesTogetherHoldNoMoreThanTheBound() throws Exception {
        int port = listen(PortBounds.DEFAULT.withBytes(3 << 20, 1 << 20, 1 << 20));
        byte[] most = TestFrames.frame(CLIENT, 2 << 20).slice(0, 2 << 20).toArray();
        Socket first = say(port, most);
        until(() -> network.unfinishedBytes() >= (2 << 20));
        Socket _ = say(port, most);
        Outcome.Refused word = lastWord(first);
        assertThat(word.message()).contains((3 << 20) + " bytes", "the oldest");
        assertThat(refused.next()).isEqualTo("unfinished");
        assertThat(network.unfinishedBytes()).isLessThanOrEqualTo(3 << 20);
    }

    @Test
    void whoNeverReadsIsNotReadFromAndThenEnded() throws Exception {
        PortBounds small = PortBounds.DEFAULT.withPatience(Duration.ofSeconds(2));
        Socket deaf =
                say(
                        listen(small.withBytes(1 << 20, 1 << 20, 64 << 20)),
                        TestFrames.frame(CLIENT, 1).toArray());
        assertThat(nextHeard()).isEqualTo(CLIENT);
        Bytes answer = TestFrames.frame(NODE, 500_000);
        until(() -> {
            network.send(CLIENT, Priority.DATA, answer);
            return network.dropped() > 200;
        });
        deaf.getOutputStream().write(TestFrames.frame(CLIENT, 1).toArray());
        assertThat(heard.poll(300, TimeUnit.MILLISECONDS))
                .as("a frame of one that is deaf")
                .isNull();
        assertThat(refused.next()).isEqualTo("deaf");
        until(() -> network.connections() == 0);
        assertThat(network.answerBytes()).isZero();
    }

    @Test
    void whoReadsIsAnsweredWhileOthersDoNot() throws Exception {
        int port = listen(PortBounds.DEFAULT.withBytes(1 << 20, 4 << 20, 6 << 20));
        Bytes answer = TestFrames.frame(NODE, 500_000);
        for (int i = 1; i <= 3; i++) {
            Socket _ = say(port, TestFrames.frame(NodeId.client(i), 1).toArray());
            assertThat(nextHeard()).isEqualTo(NodeId.client(i));
        }
        Socket reads = say(port, TestFrames.frame(CLIENT, 1).toArray());
        assertThat(nextHeard()).isEqualTo(CLIENT);
        until(() -> {
            for (int i = 1; i <= 3; i++) network.send(NodeId.client(i), Priority.DATA, answer);
            return refused.count() > 0;
        });
        assertThat(refused.next()).isEqualTo("deaf");
        assertThat(network.answerBytes()).isLessThanOrEqualTo(6 << 20);
        until(() -> network.answerBytes() < (5 << 20));
        network.send(CLIENT, Priority.DATA, answer);
        assertThat(reads.getInputStream().readNBytes(answer.length())).isEqualTo(answer.toArray());
    }

    @Test
    void aFrameThatTheHostDoesNotBelieveIsAnsweredWithTheReason() throws Exception {
        Socket client = say(listen(PortBounds.DEFAULT), TestFrames.frame(CLIENT, 1).toArray());
        assertThat(nextHeard()).isEqualTo(CLIENT);
        for (int i = 0; i <= Inbound.MAX_DISBELIEVED; i++)
            network.disbelieved(CLIENT, "its checksum does not match");
        DataInputStream in = new DataInputStream(client.getInputStream());
        String told = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(told).contains("its checksum does not match", "100 frames were refused");
        assertThat(refused.next()).isEqualTo("malformed");
    }

    @Test
    void aNodeHearsThatItIsRefused() throws Exception {
        int port = listen(PortBounds.DEFAULT);
        Refused told = new Refused();
        try (NettyNetwork other = new NettyNetwork(loops, PortBounds.DEFAULT, told)) {
            other.know(NODE, new InetSocketAddress(HERE, port));
            Bytes ofAnotherVersion = Bytes.wrap(frameWith(0, 9));
            other.send(NODE, Priority.DATA, ofAnotherVersion);
            assertThat(told.next()).contains("by peer", "version 9");
        }
    }
}
