package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.client.net.Address;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.server.local.LocalCluster;
import io.capstan.server.local.LocalPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A traced request on three real nodes, and what is shown of it.
class TraceCommandIT {
    private static final Pattern TOLD = Pattern.compile("trace ([0-9a-f]{32}) took ([0-9.]+) ms\n");
    private static final Pattern LEG = Pattern.compile("(-?[0-9]+\\.[0-9]{3})");
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    @TempDir static Path folder;
    private static LocalCluster cluster;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startTheCluster() {
        cluster =
                LocalCluster.start(
                        new LocalCluster.Plan(folder.resolve("data"), 3, OptionalInt.of(0), false));
        TraceCommandIT first = new TraceCommandIT();
        first.printed("n1", "table", "create", "demo", "--shards", "1", "--deadline", "60");
    }

    @AfterAll
    static void endTheCluster() {
        cluster.close();
    }

    private static String address(String node) {
        return cluster.entries().stream()
                .filter(entry -> entry.name().equals(node))
                .map(NodeEntry::address)
                .findFirst()
                .orElseThrow();
    }

    private int run(String node, String... args) {
        String[] whole = Arrays.copyOf(args, args.length + 2);
        whole[args.length] = "--server";
        whole[args.length + 1] = address(node);
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Capstan.run(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false), whole);
    }

    private String printed(String node, String... args) {
        assertThat(run(node, args)).as(err.toString()).isEqualTo(ExitCode.OK);
        return out.toString();
    }

    /// The id that a command with `--trace` prints, and the milliseconds.
    private Matcher traced(String node, String... args) {
        printed(node, args);
        Matcher told = TOLD.matcher(err.toString());
        assertThat(told.matches()).as(err.toString()).isTrue();
        return told;
    }

    /// The trace once all three nodes have applied the write.
    private List<String> whole(String id) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        List<String> lines = printed("n1", "trace", id).lines().toList();
        while (lines.stream().filter(line -> line.contains(" apply done")).count() < 3) {
            if (System.nanoTime() > end)
                throw new AssertionError("not applied everywhere: " + String.join("\n", lines));
            LockSupport.parkNanos(50_000_000L);
            lines = printed("n1", "trace", id).lines().toList();
        }
        return lines;
    }

    private static boolean has(List<String> lines, String node, String what) {
        Pattern line = Pattern.compile(".* " + node + " .* " + what + " .*");
        return lines.stream().anyMatch(one -> line.matcher(one).matches());
    }

    private static double sum(String path) {
        String legs = path.substring(0, path.indexOf(" = "));
        return LEG.matcher(legs).results().mapToDouble(m -> Double.parseDouble(m.group())).sum();
    }

    @Test
    void aWriteThroughAnyNodeShowsRouterLeaderEveryFsyncAndEveryApplyAndAddsUp() {
        for (String node : List.of("n1", "n2", "n3")) {
            Matcher told = traced(node, "kv", "put", "k", "v", "--trace");
            List<String> lines = whole(told.group(1));

            assertThat(has(lines, node, "request write t2, done")).as(lines.toString()).isTrue();
            for (String replica : List.of("n1", "n2", "n3"))
                for (String part : List.of("append", "fsync", "commit", "apply"))
                    assertThat(has(lines, replica, part)).as(replica + " " + part).isTrue();
            assertThat(lines).anyMatch(line -> line.contains(" serve done"));
            assertThat(lines.getLast())
                    .startsWith("path  client ")
                    .contains("route", "append", "fsync", "commit", "apply", "reply");
            double took = Double.parseDouble(told.group(2));
            assertThat(sum(lines.getLast())).isBetween(took * 0.9, took * 1.1);
        }
    }

    @Test
    void readsAndCompareAndSetsCanBeTracedToo() {
        printed("n1", "kv", "put", "r", "v");
        String get = traced("n2", "kv", "get", "r", "--trace").group(1);
        assertThat(printed("n3", "trace", get)).contains("request get t2, done", "read ");
        String cas = traced("n2", "kv", "cas", "r", "w", "--expect", "v", "--trace").group(1);
        assertThat(printed("n3", "trace", cas)).contains("request cas t2, done");
        assertThat(printed("n3", "trace", cas, "--json"))
                .startsWith("{\"trace\":\"" + cas + "\",\"node\":\"")
                .contains("\"name\":\"fsync\"");
    }

    @Test
    void aTraceThatNobodyHasSeenIsSaidToBeUnknown() {
        assertThat(run("n1", "trace", "00000000000000010000000000000001"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("no node has seen anything").hasLineCount(1);
    }

    @Test
    void withoutTheFlagNothingIsTraced() {
        printed("n1", "kv", "put", "quiet", "v");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aClientsPartThatMakesNoSenseIsRefused() throws IOException, InterruptedException {
        int port = LocalPorts.adminOf(Address.parse(address("n1")).port());
        String page = "http://127.0.0.1:" + port + "/traces/00000000000000010000000000000001";
        for (String query :
                List.of("", "?span=1&start_us=1&took_us=1", "?span=0000000000000001&start_us=-1")) {
            HttpRequest post =
                    HttpRequest.newBuilder(URI.create(page + query))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build();
            assertThat(
                            HttpClient.newHttpClient()
                                    .send(post, HttpResponse.BodyHandlers.ofString())
                                    .statusCode())
                    .isEqualTo(400);
        }
    }
}
