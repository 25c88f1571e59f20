package io.capstan.verify.abuse;

import io.capstan.client.net.Address;
import io.capstan.core.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// A connection of a stranger. What it is answered is read up to [#MOST_HEARD] bytes, for at most
/// so long as it is told; that it is ended or reset is no failure.
final class Line implements AutoCloseable {
    static final int MOST_HEARD = 64 << 10;
    private static final int CONNECT_MILLIS = 5_000;

    private final Socket socket = new Socket();

    Line(Address node) throws IOException {
        socket.connect(new InetSocketAddress(node.host(), node.port()), CONNECT_MILLIS);
    }

    /// False where the other side takes no more.
    boolean say(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException ended) {
            return false;
        }
    }

    boolean say(Bytes bytes) {
        return say(bytes.toArray());
    }

    boolean say(String text) {
        return say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void sayNoMore() throws IOException {
        socket.shutdownOutput();
    }

    /// What comes until the end of the connection, or until nothing has come for so long.
    String hear(int millis) {
        StringBuilder heard = new StringBuilder();
        byte[] some = new byte[8 << 10];
        try {
            socket.setSoTimeout(Math.max(1, millis));
            for (int read = 0; read >= 0 && heard.length() < MOST_HEARD; ) {
                heard.append(new String(some, 0, read, StandardCharsets.ISO_8859_1));
                read = socket.getInputStream().read(some);
            }
        } catch (SocketTimeoutException nothingMore) {
            return heard.toString();
        } catch (IOException ended) {
            return heard.toString();
        }
        return heard.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
