package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.server.local.LocalCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `capstan bench kv` on three real nodes in this process. Short: that figures come out and mean
/// what they say, not what they are.
class BenchKvIT {
    @TempDir static Path folder;
    private static LocalCluster cluster;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startTheCluster() {
        cluster =
                LocalCluster.start(
                        new LocalCluster.Plan(folder.resolve("data"), 3, OptionalInt.of(0), false));
        BenchKvIT first = new BenchKvIT();
        assertThat(first.run("table", "create", "bench", "--shards", "1", "--deadline", "60"))
                .as(first.err.toString())
                .isZero();
    }

    @AfterAll
    static void endTheCluster() {
        cluster.close();
    }

    private int run(String... args) {
        List<String> whole = new ArrayList<>(List.of(args));
        whole.add("--server");
        whole.add(
                cluster.entries().stream()
                        .map(NodeEntry::address)
                        .collect(Collectors.joining(",")));
        return Capstan.run(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false),
                whole.toArray(String[]::new));
    }

    private int bench(String... args) {
        List<String> whole = new ArrayList<>(List.of("bench", "kv", "--table", "bench"));
        whole.addAll(List.of("--keys", "200", "--warm", "0s", "--count", "300ms"));
        whole.addAll(List.of(args));
        return run(whole.toArray(String[]::new));
    }

    @Test
    void everyNumberInFlightIsACellWithItsThroughputAndLatencies() {
        assertThat(bench("--op", "put", "--in-flight", "1,8"))
                .as(err.toString())
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines()).hasSize(2).allMatch(l -> l.endsWith("errors 0"));
        assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", " ")))
                .first()
                .asString()
                .matches("put in flight 1 [1-9][0-9,]*/s p50 .* client [0-9.]+, servers \\?.*");
    }

    @Test
    void whatIsReadIsWhatWasStoredBefore() {
        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(
                        bench(
                                "--op=get",
                                "--in-flight=4",
                                "--connections=2",
                                "--value-size=100",
                                "--server-pids=" + self,
                                "--json"))
                .as(err.toString())
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .hasLineCount(1)
                .startsWith(
                        "{\"op\":\"get\",\"in_flight\":4,\"connections\":2,\"value_bytes\":100,")
                .contains("\"client_cpu_seconds_per_1000\":", "\"server_cpu_seconds_per_1000\":")
                .endsWith("\"errors\":{}}\n");
        assertThat(run("kv", "get", "key000000000199", "--table", "bench")).isEqualTo(ExitCode.OK);
    }

    @Test
    void aTableThatIsNotThereIsRefusedByName() {
        assertThat(run("bench", "kv", "--op", "put", "--table", "nowhere"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("CAP-1301", "nowhere").hasLineCount(1);
    }
}
