package io.capstan.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.client.ClientOptions;
import io.capstan.client.net.Address;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.CapstanException;
import io.capstan.client.net.Table;
import io.capstan.core.Bytes;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.server.local.LocalCluster;
import io.capstan.server.local.LocalPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What three real nodes say at `/metrics`.
class MetricsIT {
    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) .*");
    private static final Pattern NAMED = Pattern.compile("`((?:jvm|process|system)_[a-z0-9_]+)`");

    private static final int SCRAPES = 500;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir Path folder;

    private String page(NodeEntry node) {
        int port = LocalPorts.adminOf(Address.parse(node.address()).port());
        try {
            return http.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no metrics of " + node, e);
        }
    }

    /// The sum of all series of this name, and with this in their labels, over the nodes.
    private double sum(LocalCluster cluster, String name, String label) {
        return cluster.entries().stream()
                .flatMap(node -> page(node).lines())
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void until(String what, java.util.function.BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("never: " + what);
            LockSupport.parkNanos(100_000_000L);
        }
    }

    private static SortedSet<String> names(String page) {
        SortedSet<String> names = new TreeSet<>();
        for (String line : page.lines().toList()) {
            var type = TYPE.matcher(line);
            if (type.matches()) names.add(type.group(1));
        }
        return names;
    }

    private static SortedSet<String> documented() throws IOException {
        String operations =
                Files.readString(
                        Path.of(System.getProperty("basedir", "."), "../docs/operations.md"));
        SortedSet<String> names =
                NAMED.matcher(operations)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        for (Metric metric : Metric.values()) {
            names.add(metric.exposed());
            if (metric.kind() == Metric.Kind.HISTOGRAM) names.add(metric.exposed() + "_max");
        }
        return names;
    }

    @Test
    void whatIsDoneIsCountedUnderDocumentedNames() throws IOException {
        try (LocalCluster cluster =
                        LocalCluster.start(
                                new LocalCluster.Plan(folder, 3, OptionalInt.of(0), false));
                CapstanClient client =
                        new CapstanClient(
                                cluster.entries().stream()
                                        .map(n -> Address.parse(n.address()))
                                        .toList(),
                                ClientOptions.DEFAULT,
                                Duration.ofSeconds(60))) {
            client.createTable("t", TablePolicy.DEFAULT);
            Table table = client.table("t");
            for (int i = 0; i < 20; i++) table.put(Bytes.utf8("k" + i), Bytes.utf8("v"));
            for (int i = 0; i < 7; i++) table.get(Bytes.utf8("k" + i));
            try {
                client.createTable("t", TablePolicy.DEFAULT);
            } catch (CapstanException exists) {
                assertThat(exists.code()).isPresent();
            }

            assertThat(sum(cluster, "capstan_request_duration_seconds_count", "\"write\""))
                    .as("what the client repeats through another node counts there too")
                    .isBetween(20.0, 40.0);
            assertThat(sum(cluster, "capstan_request_rejected_total", "\"table_exists\""))
                    .isGreaterThanOrEqualTo(1);
            assertThat(sum(cluster, "capstan_wal_fsync_duration_seconds_count", ""))
                    .isGreaterThan(20);
            assertThat(sum(cluster, "capstan_replication_elections_total", "")).isPositive();
            until(
                    "every shard has one leader, and no follower is behind",
                    () ->
                            sum(cluster, "capstan_replication_is_leader", "") == 13
                                    && sum(cluster, "capstan_shard_led", "") == 13
                                    && sum(cluster, "capstan_replication_follower_lag", "") == 0);
            SortedSet<String> exported = new TreeSet<>();
            cluster.entries().forEach(node -> exported.addAll(names(page(node))));
            assertThat(documented()).containsAll(exported);
            assertThat(exported)
                    .containsAll(Arrays.stream(Metric.values()).map(Metric::exposed).toList());
            assertThat(exported).containsAll(List.of("jvm_memory_used_bytes", "process_cpu_usage"));
        }
    }

    @Test
    void scrapingDoesNotMakeTheHostTakeATurn() {
        try (LocalCluster cluster =
                LocalCluster.start(new LocalCluster.Plan(folder, 1, OptionalInt.of(0), false))) {
            NodeEntry node = cluster.entries().getFirst();
            until("it stands on the board", () -> sum(cluster, "capstan_shard_count", "") >= 1);
            double idle = turnsASecond(cluster, () -> {});
            double scraped =
                    turnsASecond(
                            cluster,
                            () -> {
                                for (int i = 0; i < SCRAPES; i++) page(node);
                            });
            assertThat(scraped).isLessThan(2 * idle + 5);
        }
    }

    /// How many turns the host takes while this is done, and for two standings more.
    private double turnsASecond(LocalCluster cluster, Runnable doing) {
        double before = sum(cluster, "capstan_host_turns_total", "");
        long begun = System.nanoTime();
        doing.run();
        long done = System.nanoTime();
        until("a newer standing is up", () -> System.nanoTime() - done > 2 * Bulletin.EVERY_NANOS);
        double after = sum(cluster, "capstan_host_turns_total", "");
        return (after - before) * 1e9 / (System.nanoTime() - begun);
    }
}
