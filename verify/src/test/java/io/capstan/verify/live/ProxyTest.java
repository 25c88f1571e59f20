package io.capstan.verify.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.verify.plan.Manner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bytes through a proxy, and what becomes of them on a link that is not well.
class ProxyTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private final LinkState there = new LinkState();
    private final LinkState back = new LinkState();
    private ServerSocket target;
    private Proxy proxy;
    private Socket dialled;
    private Socket accepted;

    @BeforeEach
    void connect() throws IOException {
        target = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        proxy = new Proxy(target.getLocalPort(), there, back);
        dialled = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        accepted = target.accept();
        dialled.setSoTimeout(PATIENCE_MILLIS);
        accepted.setSoTimeout(PATIENCE_MILLIS);
    }

    @AfterEach
    void end() throws IOException {
        there.close();
        back.close();
        proxy.close();
        dialled.close();
        accepted.close();
        target.close();
    }

    private static void send(Socket from, String text) throws IOException {
        OutputStream out = from.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String receive(Socket at, int length) throws IOException {
        InputStream in = at.getInputStream();
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static boolean isSilent(Socket at) throws IOException {
        at.setSoTimeout(200);
        try {
            return at.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            at.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    @Test
    void aWellLinkCarriesBytesBothWays() throws IOException {
        send(dialled, "hello");
        assertThat(receive(accepted, 5)).isEqualTo("hello");
        send(accepted, "there");
        assertThat(receive(dialled, 5)).isEqualTo("there");
        assertThat(there.heldBytes()).isZero();
    }

    @Test
    void aSilentLinkHoldsBytesAndDeliversThemOnceMended() throws IOException {
        there.set(Optional.of(new Manner.Silent()));
        send(dialled, "held");
        assertThat(isSilent(accepted)).isTrue();
        assertThat(there.heldBytes()).isEqualTo(4);
        there.set(Optional.empty());
        assertThat(receive(accepted, 4)).isEqualTo("held");
    }

    @Test
    void theOtherDirectionOfASilentLinkGoesOn() throws IOException {
        there.set(Optional.of(new Manner.Silent()));
        send(accepted, "back");
        assertThat(receive(dialled, 4)).isEqualTo("back");
    }

    @Test
    void aRefusingLinkBreaksConnectionsAndTakesNoNewOnes() throws IOException {
        there.set(Optional.of(new Manner.Refusing()));
        proxy.breakConnections();
        assertThat(isEnded(dialled)).isTrue();
        try (Socket again = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            again.setSoTimeout(PATIENCE_MILLIS);
            assertThat(isEnded(again)).isTrue();
        }
        assertThat(there.refusals()).isPositive();
    }

    private static boolean isEnded(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aLateLinkDeliversAfterItsDelay() throws IOException {
        there.set(Optional.of(new Manner.Late(300)));
        long before = System.nanoTime();
        send(dialled, "late");
        assertThat(receive(accepted, 4)).isEqualTo("late");
        assertThat(System.nanoTime() - before).isGreaterThan(290_000_000L);
    }

    @Test
    void whoDialsANodeThatIsDownIsCutOff() throws IOException {
        target.close();
        try (Socket again = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            again.setSoTimeout(PATIENCE_MILLIS);
            assertThat(isEnded(again)).isTrue();
        }
    }
}
