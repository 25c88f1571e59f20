package io.capstan.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.cli.Capstan;
import io.capstan.cli.ExitCode;
import io.capstan.cli.Terminal;
import io.capstan.server.local.LocalPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `capstan node` on real processes: one is lost, another takes its place.
@Tag("slow")
class NodesIT {
    private static final int ROWS = 300;

    @TempDir Path folder;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Integer> ports = LocalPorts.free(4);

    @AfterEach
    void endThem() {
        nodes.forEach(NodeProcess::close);
    }

    private String address(int number) {
        return "127.0.0.1:" + ports.get(number - 1);
    }

    private String founders() {
        return address(1) + "," + address(2) + "," + address(3);
    }

    private NodeProcess start(int number, String data) throws IOException {
        NodeProcess node =
                NodeProcess.start(
                        folder,
                        "n" + number,
                        "--data",
                        folder.resolve(data).toString(),
                        "--listen",
                        address(number),
                        "--join",
                        founders());
        nodes.add(node);
        return node;
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> whole = new ArrayList<>(List.of(args));
        whole.addAll(List.of("--server", address(1) + "," + address(2), "--deadline", "60"));
        Terminal terminal =
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
        return Capstan.run(terminal, whole.toArray(String[]::new));
    }

    private String printed(String... args) {
        assertThat(run(args)).as(err.toString()).isEqualTo(ExitCode.OK);
        return out.toString();
    }

    private Path rows(String prefix) throws IOException {
        String text =
                IntStream.range(0, ROWS)
                        .mapToObj(i -> prefix + i + "\tv" + i + "\n")
                        .collect(Collectors.joining());
        return Files.writeString(folder.resolve(prefix + ".tsv"), text);
    }

    private NodeProcess threeNodesWithATable() throws IOException {
        for (int i = 1; i <= 3; i++) start(i, "data" + i);
        for (NodeProcess node : nodes) assertThat(node.firstLine()).startsWith("ready name=n");
        assertThat(run("table", "create", "words", "--shards", "6"))
                .as(err.toString())
                .isIn(ExitCode.OK, ExitCode.UNKNOWN);
        printed("kv", "import", rows("before").toString(), "--table", "words");
        return nodes.getLast();
    }

    private static int imports(Path rows, String server) {
        StringWriter words = new StringWriter();
        Terminal silent = new Terminal(new PrintWriter(words), new PrintWriter(words), false);
        return Capstan.run(
                silent,
                "kv",
                "import",
                rows.toString(),
                "--table",
                "words",
                "--in-flight",
                "1",
                "--server",
                server,
                "--deadline",
                "60");
    }

    @Test
    void aNodeThatWasKilledIsReplacedByOneThatJoinedWhileWritesGoOn() throws IOException {
        NodeProcess lost = threeNodesWithATable();
        assertThat(start(4, "data4").firstLine()).startsWith("ready name=n4");
        assertThat(run("node", "replace", "n3", "--with", "n2")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("CAP-1308", "capstan node remove n3");
        lost.kill();
        Path during = rows("during");
        CompletableFuture<Integer> imported =
                CompletableFuture.supplyAsync(
                        () -> imports(during, address(1)), Thread::startVirtualThread);

        String told = printed("node", "replace", "n3", "--with", "n4");

        assertThat(told.lines().toList().getLast()).isEqualTo("job 1: replace n3 with n4: done");
        assertThat(imported.join()).isEqualTo(ExitCode.OK);
        assertThat(printed("shard", "list")).doesNotContain("n3").contains("n4");
        assertThat(printed("shard", "verify").lines()).hasSize(7);
        assertThat(printed("kv", "scan", "--table", "words").lines()).hasSize(2 * ROWS);
        assertThat(printed("node", "list")).contains("n4").doesNotContain(address(3));
        assertThat(run("node", "remove", "n3")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("CAP-1306", "was removed from the cluster already");

        comesBackToNothing();
    }

    /// Once it is told by its peers, from then on it knows by itself.
    private void comesBackToNothing() throws IOException {
        NodeProcess back = start(3, "data3");
        assertThat(back.firstLine()).startsWith("ready name=n3");
        for (int tries = 0; tries < 600 && !back.errors().contains("was removed"); tries++)
            assertThat(run("status")).as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(back.errors()).contains("node n3 was removed from the cluster");
        back.terminate();
        assertThat(back.exitCode()).isEqualTo(ExitCode.OK);
        NodeProcess again = start(3, "data3");
        assertThat(again.firstLine()).isEmpty();
        assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
        NodeProcess emptied = start(3, "other");
        assertThat(emptied.firstLine()).isEmpty();
        assertThat(emptied.errors()).contains("knows n3 already");
    }
}
