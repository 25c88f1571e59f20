package io.capstan.verify.live;

import io.capstan.core.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/// One node's way to another: what it dials instead of the other's address. Bytes of a connection
/// go to the target and back, each direction as its [LinkState] lets them.
///
/// A connection holds at most [#MAX_CHUNKS] chunks of [#CHUNK_BYTES] in each direction; then TCP
/// makes the sender wait, as over a real link that carries nothing.
final class Proxy implements AutoCloseable {
    private static final int CHUNK_BYTES = 32 << 10;
    private static final int MAX_CHUNKS = 64;
    private static final int BACKLOG = 64;
    private static final int CONNECT_MILLIS = 2_000;

    private record Chunk(Bytes bytes, long readNanos) {}

    private final ServerSocket listener;
    private final int target;
    private final LinkState there;
    private final LinkState back;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /// `there`: from who dials to the target; `back`: what returns on the same connections.
    Proxy(int target, LinkState there, LinkState back) {
        this.target = target;
        this.there = there;
        this.back = back;
        try {
            listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new LiveFailure("no port for a proxy: " + e.getMessage(), e);
        }
        Thread.ofVirtual().name("proxy to " + target).start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket dialled = listener.accept();
                open.add(dialled);
                Thread.ofVirtual().start(() -> serve(dialled));
            } catch (IOException e) {
                if (!listener.isClosed()) continue;
                return;
            }
        }
    }

    private void serve(Socket dialled) {
        if (there.refuses()) {
            there.refused();
            end(List.of(dialled));
            return;
        }
        Socket onward = new Socket();
        open.add(onward);
        List<Socket> both = List.of(dialled, onward);
        try {
            dialled.setTcpNoDelay(true);
            onward.setTcpNoDelay(true);
            onward.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), target),
                    CONNECT_MILLIS);
            pump(dialled, onward, there, both);
            pump(onward, dialled, back, both);
        } catch (IOException e) {
            end(both);
        }
    }

    private void pump(Socket from, Socket to, LinkState state, List<Socket> both)
            throws IOException {
        BlockingQueue<Optional<Chunk>> queue = new ArrayBlockingQueue<>(MAX_CHUNKS);
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        // The writer ends the connection once it has passed on what came before.
        Thread.ofVirtual().start(() -> read(in, queue, state));
        Thread.ofVirtual()
                .start(() -> {
                    write(queue, out, state);
                    end(both);
                });
    }

    private static void read(
            InputStream in, BlockingQueue<Optional<Chunk>> queue, LinkState state) {
        try {
            while (true) {
                byte[] bytes = new byte[CHUNK_BYTES];
                int length = in.read(bytes);
                if (length < 0) break;
                state.arrived(length);
                queue.put(Optional.of(new Chunk(Bytes.wrap(bytes, 0, length), System.nanoTime())));
            }
        } catch (IOException e) {
            // The connection is over; the writer hears of it below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            queue.put(Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(
            BlockingQueue<Optional<Chunk>> queue, OutputStream out, LinkState state) {
        try {
            while (true) {
                Optional<Chunk> chunk = queue.take();
                if (chunk.isEmpty()) return;
                Bytes bytes = chunk.get().bytes;
                if (!state.pass(bytes.length(), chunk.get().readNanos)) return;
                out.write(bytes.toArray());
            }
        } catch (IOException e) {
            // Nobody reads any more; the connection ends.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Breaks every connection that is open now.
    void breakConnections() {
        end(new ArrayList<>(open));
    }

    private void end(List<? extends Closeable> sockets) {
        for (Closeable socket : sockets) {
            open.remove(socket);
            try {
                socket.close();
            } catch (SocketException e) {
                // It is gone, which is what was wanted.
            } catch (IOException e) {
                throw new LiveFailure("a proxy's connection does not close: " + e, e);
            }
        }
    }

    @Override
    public void close() {
        end(List.of(listener));
        breakConnections();
    }
}
