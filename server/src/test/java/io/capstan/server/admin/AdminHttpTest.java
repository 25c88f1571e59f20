package io.capstan.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.node.host.NodeStatus;
import io.capstan.server.port.Transport;
import io.capstan.server.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What the admin address says to those who ask rightly, wrongly, slowly, or not at all.
class AdminHttpTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final NodeStatus NEW =
            new NodeStatus(
                    new NodeId(1),
                    "n1",
                    new ClusterId(9),
                    1,
                    0,
                    "",
                    List.of(),
                    List.of(),
                    List.of());

    private final Transport transport = new Transport();
    private final Telemetry telemetry = new Telemetry("n1", Optional.empty());
    private final List<Socket> sockets = new ArrayList<>();
    private CompletableFuture<NodeStatus> status = CompletableFuture.completedFuture(NEW);
    private AdminHttp admin = listen(AdminBounds.DEFAULT);

    private AdminHttp listen(AdminBounds bounds) {
        InetSocketAddress anyPort = new InetSocketAddress(HERE, 0);
        return new AdminHttp(anyPort, bounds, () -> status, telemetry, transport);
    }

    private static AdminBounds bounds(int connections, Duration patience) {
        return new AdminBounds(connections, patience, patience, patience, patience.dividedBy(10));
    }

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : sockets) socket.close();
        admin.close();
        telemetry.close();
        transport.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(HERE, admin.port());
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String say(String bytes) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return rest(socket);
    }

    private String ask(String method, String path) throws IOException {
        return say(method + " " + path + " HTTP/1.1\r\nHost: n1\r\nConnection: close\r\n\r\n");
    }

    private String figures() {
        return telemetry.meters().scrape();
    }

    @TestFactory
    Stream<DynamicTest> everyErrorIsAnObjectWithCodeMessageAndAction() {
        return Stream.of(
                error("GET /nothing HTTP/1.1", 404, "CAP-1701", "there is no /nothing"),
                error("GET /traces/7 HTTP/1.1", 404, "CAP-1701", "nothing has been seen here"),
                error("POST /traces/7 HTTP/1.1", 400, "CAP-1405", "a client's part is told as"),
                error("DELETE /status HTTP/1.1", 405, "CAP-1702", "DELETE"),
                error("GET /readyz HTTP/1.1", 503, "CAP-1703", "has not been read yet"),
                error("\u0001\u0002\u00ff nonsense", 400, "CAP-1405", "no HTTP request"),
                error(
                        "POST /livez HTTP/1.1\r\nContent-Length: 99999999",
                        413,
                        "CAP-1402",
                        "more than " + AdminBounds.BODY),
                error("GET /" + "x".repeat(5_000) + " HTTP/1.1", 414, "CAP-1402", "first line"),
                error(
                        "GET /livez HTTP/1.1\r\nX: " + "x".repeat(9_000),
                        431,
                        "CAP-1402",
                        "bytes of headers"));
    }

    private DynamicTest error(String head, int status, String code, String words) {
        return DynamicTest.dynamicTest(
                status + " " + words,
                () ->
                        assertThat(say(head + "\r\nConnection: close\r\n\r\n"))
                                .startsWith("HTTP/1.1 " + status)
                                .contains("application/json")
                                .contains("{\"code\":\"" + code + "\",\"message\":\"")
                                .contains(words)
                                .contains("\",\"action\":\""));
    }

    @Test
    void whatIsAskedRightlyIsAnswered() throws IOException {
        assertThat(ask("GET", "/livez"))
                .startsWith("HTTP/1.1 200")
                .contains("date: ")
                .endsWith("ok\n");
        assertThat(ask("HEAD", "/livez")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
        assertThat(ask("GET", "/status")).contains("\"name\":\"n1\"");
        assertThat(ask("GET", "/metrics")).contains("# TYPE capstan_network_frames_total");
    }

    @Test
    void aNodeThatIsStuckIsSaidToBeAndIsAskedOnce() throws IOException {
        status = new CompletableFuture<>();
        assertThat(ask("GET", "/status")).startsWith("HTTP/1.1 503").contains("CAP-1705");
        assertThat(ask("GET", "/readyz")).startsWith("HTTP/1.1 503").contains("CAP-1705");
        assertThat(status.getNumberOfDependents()).isEqualTo(2);
    }

    @Test
    void requestsOnOneConnectionAreAnsweredOneAfterTheOther() throws IOException {
        String one = "GET /livez HTTP/1.1\r\nHost: n1\r\n\r\n";
        String last = "GET /livez HTTP/1.1\r\nHost: n1\r\nConnection: close\r\n\r\n";
        assertThat(say(one.repeat(9) + last).split("\nok\n|\r\nok\n", -1)).hasSize(11);
    }

    @Test
    void headersThatComeByDropsAreNotWaitedForForEver() throws IOException {
        admin.close();
        admin = listen(bounds(8, Duration.ofMillis(500)));
        Socket slow = connect();
        slow.getOutputStream().write("GET /livez HT".getBytes(StandardCharsets.UTF_8));
        assertThat(rest(slow)).startsWith("HTTP/1.1 408").contains("CAP-1604", "500 ms");
        assertThat(rest(connect())).startsWith("HTTP/1.1 408");
        assertThat(figures())
                .contains("refused_total{port=\"admin\",reason=\"slow\"} 1")
                .contains("refused_total{port=\"admin\",reason=\"silent\"} 1");
    }

    @Test
    void amongTooManyTheNewestIdleOneGoesAndANewOneIsServed() throws IOException {
        admin.close();
        admin = listen(bounds(2, Duration.ofSeconds(20)));
        Socket oldest = connect();
        Socket newest = connect();
        LockSupport.parkNanos(AdminBounds.GRACE.toNanos() + 100_000_000L);
        assertThat(ask("GET", "/livez")).endsWith("ok\n");
        assertThat(rest(newest)).startsWith("HTTP/1.1 503").contains("CAP-1103", "2 connections");
        oldest.getOutputStream()
                .write("GET /livez HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(rest(oldest)).endsWith("ok\n");
    }

    @Test
    void whoDoesNotTakeItsAnswersHoldsOneOfThemAndIsEnded() throws IOException {
        admin.close();
        admin = listen(bounds(8, Duration.ofSeconds(1)));
        Socket deaf = new Socket();
        sockets.add(deaf);
        deaf.setReceiveBufferSize(8 << 10);
        deaf.connect(new InetSocketAddress(HERE, admin.port()));
        String one = "GET /metrics HTTP/1.1\r\nHost: n1\r\n\r\n";
        byte[] some = one.repeat(10).getBytes(StandardCharsets.UTF_8);
        long end = System.nanoTime() + 120_000_000_000L;
        while (!figures().contains("refused_total{port=\"admin\",reason=\"deaf\"} 1")) {
            assertThat(System.nanoTime()).isLessThan(end);
            tryToWrite(deaf, some);
            LockSupport.parkNanos(50_000_000L);
        }
        assertThat(ask("GET", "/livez")).endsWith("ok\n");
    }

    private static void tryToWrite(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException ended) {
            assertThat(ended).hasMessageNotContaining("timed out");
        }
    }

    @Test
    void aThousandRequestsAtOnceAreTooMany() throws IOException {
        assertThat(say("GET /livez HTTP/1.1\r\nHost: n1\r\n\r\n".repeat(1_000)))
                .contains("HTTP/1.1 400", "CAP-1405");
    }
}
