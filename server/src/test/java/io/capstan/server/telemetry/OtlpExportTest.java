package io.capstan.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.capstan.core.actor.Address;
import io.capstan.core.id.NodeId;
import io.capstan.core.trace.Stage;
import io.capstan.core.trace.TraceContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Spans on their way to a collector.
class OtlpExportTest {
    private static final Address ROUTER = Address.ofNode(new NodeId(1));
    private static final int HTTP_OK = 200;

    private final TraceBook book = new TraceBook();
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
    private final List<String> kinds = new CopyOnWriteArrayList<>();
    private final HttpServer collector;

    OtlpExportTest() throws IOException {
        collector =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext(
                "/v1/traces",
                exchange -> {
                    bodies.add(exchange.getRequestBody().readAllBytes());
                    kinds.add(exchange.getRequestHeaders().getFirst("Content-Type"));
                    exchange.sendResponseHeaders(HTTP_OK, -1);
                    exchange.close();
                });
        collector.start();
    }

    @AfterEach
    void close() {
        collector.stop(0);
    }

    private String endpoint() {
        return "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces";
    }

    private void request(long trace) {
        TraceContext context = new TraceContext(0x0123456789abcdefL, trace, 7);
        book.note(new Sighting(context, Stage.ROUTED, ROUTER, "write t2", 1_000));
        book.note(new Sighting(context, Stage.REPLIED, ROUTER, "done", 3_000));
    }

    private static boolean has(byte[] body, byte[] part) {
        for (int at = 0; at + part.length <= body.length; at++) {
            boolean same = true;
            for (int i = 0; same && i < part.length; i++) same = body[at + i] == part[i];
            if (same) return true;
        }
        return false;
    }

    @Test
    void whatIsSeenReachesTheCollectorAndIsCounted() {
        OtlpExport export = new OtlpExport(endpoint(), "n1", book);
        request(1);
        request(2);
        export.close();

        assertThat(export.exported()).isEqualTo(2);
        assertThat(export.dropped()).isZero();
        assertThat(kinds).containsOnly("application/x-protobuf");
        byte[] id = {0x01, 0x23, 0x45, 0x67, (byte) 0x89, (byte) 0xab, (byte) 0xcd, (byte) 0xef};
        assertThat(bodies).anyMatch(body -> has(body, id));
        assertThat(bodies)
                .anyMatch(body ->
                        has(
                                body,
                                "write t2, done"
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void withoutACollectorSpansAreDroppedAndCounted() throws IOException {
        int nobody;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = probe.getLocalPort();
        }
        OtlpExport export = new OtlpExport("http://127.0.0.1:" + nobody + "/v1/traces", "n1", book);
        request(1);
        export.close();

        assertThat(export.exported()).isZero();
        assertThat(export.dropped()).isEqualTo(1);
    }

    @Test
    void whatWasWrittenOverBeforeItWasReadIsCountedAsDropped() {
        for (int i = 0; i < TraceBook.MOST / 2 + 5; i++) request(i % 100);
        OtlpExport export = new OtlpExport(endpoint(), "n1", book);
        export.close();

        assertThat(export.dropped()).isEqualTo(10);
    }
}
