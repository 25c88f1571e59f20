package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The verbs that speak to a cluster, where there is none or the command line is wrong.
@Tag("slow")
class ClusterCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir Path folder;

    private int run(String... args) {
        return Capstan.run(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false), args);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kv",
                "kv put onlyakey",
                "kv get k --server nowhere",
                "kv get k --server 127.0.0.1:99999",
                "kv get k --deadline 0",
                "kv get k --deadline soon",
                "kv get k --deadline 2h",
                "kv get k --consistency strongest",
                "kv get k --level strongest",
                "kv get k --fallback strongest",
                "kv get k --level causal --fallback linearizable",
                "kv get k --level causal --fallback bounded(1s)",
                "kv get k --fallback linearizable",
                "kv scan --level eventual --fallback eventual",
                "kv put k v --fallback eventual",
                "kv cas k new",
                "kv cas k new --expect old --expect-absent",
                "kv scan --consistency bounded",
                "kv scan --limit -1",
                "kv scan --prefix a --from b",
                "kv scan --from b --until a",
                "kv import /no/such/file",
                "kv import - --in-flight 0",
                "kv import - --in-flight 1000",
                "kv import - --format xml",
                "table",
                "table create t --replicas 0",
                "table create t --shards 100000",
                "table create t --replication quorum",
                "table create t --consistency strongest",
                "table create t --read-quorum 1",
                "node",
                "node replace n1",
                "node replace --with n2",
                "node remove",
                "node remove n1 n2",
                "verify --nodes 0",
                "verify --nodes 1 --replicas 3",
                "verify --nodes 1 --faults partition",
                "verify --faults flood",
                "verify --duration 1s",
                "verify --duration soon",
                "verify --workload bank",
                "verify --claim strongest",
                "verify --claim causal --consistency-floor linearizable",
                "verify --table-policy replication",
                "verify --table-policy replication=quorum",
                "verify --clients 0",
                "verify --mutant no-such-mutant",
                "demo --nodes 0",
                "demo --nodes 100",
                "demo --port 80",
                "demo --disk tape",
                "start --name a/b",
                "start --name n1 --listen 127.0.0.1",
                "start --name n1 --listen 0.0.0.0:7400",
                "start --name n1 --admin 0.0.0.0:7080",
                "start --name n1 --join 127.0.0.1:1,127.0.0.1:1",
                "start --name n1 --disk tape",
                "start --name n1 --log-format xml",
                "start --name n1 --set trace.otlp_endpoint=localhost:4318",
                "trace",
                "trace 12ab",
                "trace 0123456789ABCDEF0123456789ABCDEF"
            })
    void aWrongCommandLineIsAUsageErrorThatSaysWhatIsWrong(String line) {
        assertThat(run(line.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Try 'capstan").doesNotContain("Exception");
    }

    @Test
    void aReadWithoutAClusterFailsInOneLine() throws IOException {
        String server = "127.0.0.1:" + freePort();
        assertThat(run("kv", "get", "k", "--server", server, "--deadline", "1"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).startsWith("capstan kv get: CAP-").hasLineCount(1);
    }

    @Test
    void statusWithoutAClusterSaysHowToStartOne() throws IOException {
        assertThat(run("status", "--server", "127.0.0.1:" + freePort())).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("./capstan demo");
    }

    @Test
    void aDemoOnATakenPortSaysWhichOne() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("demo", "--nodes", "1", "--port", port, "--keep", folder.toString()))
                    .isEqualTo(ExitCode.FAILED);
            assertThat(err.toString()).contains(":" + port);
        }
    }

    @Test
    void aFolderOfAnotherSizeIsRefusedByName() throws IOException {
        Files.writeString(
                folder.resolve("cluster.properties"), "cluster=5\nports=7400,7401,7402\n");
        assertThat(run("demo", "--nodes", "5", "--keep", folder.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("--nodes 3");
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
