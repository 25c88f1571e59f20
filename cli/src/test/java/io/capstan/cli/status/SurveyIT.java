package io.capstan.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.client.net.Address;
import io.capstan.node.host.HostOptions;
import io.capstan.server.Addresses;
import io.capstan.server.NodeRunner;
import io.capstan.server.NodeSettings;
import io.capstan.server.Origin;
import io.capstan.server.port.Loops;
import io.capstan.server.port.Transport;
import io.capstan.server.telemetry.LogFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes whose admin address is not where it usually is.
class SurveyIT {
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    @TempDir Path folder;

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private NodeRunner start(InetSocketAddress listen, InetSocketAddress admin, Transport over) {
        String address = "127.0.0.1:" + listen.getPort();
        return NodeRunner.start(
                new NodeSettings(
                        HostOptions.named("n1", address).withAdmin("127.0.0.1:" + admin.getPort()),
                        new Origin.Listed(List.of(address)),
                        listen,
                        admin,
                        folder,
                        false,
                        Loops.DEFAULT,
                        LogFormat.AUTO,
                        Optional.empty(),
                        Map.of()),
                over);
    }

    private static Optional<ClusterReport> found(InetSocketAddress node) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        Address contact = new Address("127.0.0.1", node.getPort());
        Optional<ClusterReport> report = new Survey().of(List.of(contact));
        while (report.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(100_000_000L);
            report = new Survey().of(List.of(contact));
        }
        return report;
    }

    @Test
    void aNodeIsAskedWhereItSaysThatItAnswersAlsoAfterItHasMoved() throws IOException {
        InetSocketAddress listen = Addresses.loopback(freePort());
        Transport transport = new Transport();
        try {
            for (int life = 1; life <= 2; life++) {
                InetSocketAddress admin = Addresses.loopback(freePort());
                try (NodeRunner _ = start(listen, admin, transport)) {
                    assertThat(found(listen))
                            .hasValueSatisfying(report -> {
                                assertThat(report.nodes()).hasSize(1);
                                assertThat(report.nodes().getFirst().admin().port())
                                        .isEqualTo(admin.getPort());
                            });
                }
            }
        } finally {
            transport.close();
        }
    }

    @Test
    void anErrorIsToldInTheNodesWords() {
        String body =
                "{\"code\":\"CAP-1705\",\"message\":\"the node has not answered within 2 s\","
                        + "\"action\":\"Wait.\"}";
        assertThat(new AdminPages.Answer(503, body).error())
                .isEqualTo("CAP-1705 the node has not answered within 2 s. Wait.");
        assertThat(new AdminPages.Answer(502, "<html>").error()).isEqualTo("HTTP 502");
    }
}
