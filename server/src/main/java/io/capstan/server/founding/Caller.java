package io.capstan.server.founding;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.wire.FrameCodec;
import io.capstan.core.wire.Malformed;
import io.capstan.node.identity.FoundingMessage;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Asks a listed address over a connection of its own, and waits for the answer on a virtual
/// thread. One question an address at a time: while one is under way, the next is dropped.
final class Caller {
    private static final int CONNECT_MILLIS = 1_000;
    private static final int ANSWER_MILLIS = 1_000;

    /// Bytes that say how long the frame is.
    private static final int HEAD = FrameCodec.LENGTH_AT + Integer.BYTES;

    private final NodeId endpoint;
    private final Function<String, InetSocketAddress> resolver;
    private final BiConsumer<String, FoundingMessage> answers;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /// `resolver`: where a listed address is to be dialled. `answers` is called from any thread.
    Caller(
            NodeId endpoint,
            Function<String, InetSocketAddress> resolver,
            BiConsumer<String, FoundingMessage> answers) {
        this.endpoint = endpoint;
        this.resolver = resolver;
        this.answers = answers;
    }

    void ask(String address, FoundingMessage.Question question) {
        if (underWay.add(address)) Thread.startVirtualThread(() -> call(address, question));
    }

    private void call(String address, FoundingMessage.Question question) {
        try (Socket socket = new Socket()) {
            socket.connect(found(resolver.apply(address)), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(FoundingWire.frame(endpoint, question).toArray());
            socket.getOutputStream().flush();
            answer(new DataInputStream(socket.getInputStream()))
                    .ifPresent(answer -> answers.accept(address, answer));
        } catch (IOException | Malformed | IllegalArgumentException _) {
            // No answer is what a node that is not up gives, too: it is asked again.
        } finally {
            underWay.remove(address);
        }
    }

    /// A name may come to mean something while it is waited for.
    private static InetSocketAddress found(InetSocketAddress address) {
        return address.isUnresolved()
                ? new InetSocketAddress(address.getHostString(), address.getPort())
                : address;
    }

    private static Optional<FoundingMessage> answer(DataInputStream in) throws IOException {
        byte[] head = in.readNBytes(HEAD);
        if (head.length < HEAD) return Optional.empty();
        int length = Bytes.wrap(head).intAt(FrameCodec.LENGTH_AT);
        if (length < HEAD || length > FrameCodec.MAX_FRAME_BYTES) return Optional.empty();
        byte[] frame = new byte[length];
        System.arraycopy(head, 0, frame, 0, HEAD);
        in.readFully(frame, HEAD, length - HEAD);
        return FoundingWire.message(FrameCodec.decode(Bytes.wrap(frame)));
    }
}
