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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `capstan start` as people use it: one process a node, found by their list, ended by signals.
@Tag("slow")
class StartIT {
    @TempDir Path folder;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private List<Integer> ports = List.of();

    @AfterEach
    void endThem() {
        nodes.forEach(NodeProcess::close);
    }

    /// The node number `number`, in its folder.
    private NodeProcess start(int number, String name, String... more) throws IOException {
        return start(number, folder.resolve("data" + number), name, more);
    }

    /// With a disk that shows missing syncs.
    private NodeProcess start(int number, Path data, String name, String... more)
            throws IOException {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "--data",
                                data.toString(),
                                "--listen",
                                address(number),
                                "--disk",
                                "held"));
        options.addAll(List.of(more));
        NodeProcess node = NodeProcess.start(folder, name, options.toArray(String[]::new));
        nodes.add(node);
        return node;
    }

    private String address(int number) {
        return "127.0.0.1:" + ports.get(number);
    }

    private String list() {
        return address(0) + "," + address(1) + "," + address(2);
    }

    private void startThree(boolean again) throws IOException {
        if (ports.isEmpty()) ports = LocalPorts.free(4);
        nodes.clear();
        String[] join = again ? new String[0] : new String[] {"--join", list()};
        if (again) startByFile(0, "n1");
        for (int i = again ? 1 : 0; i < 3; i++) start(i, "n" + (i + 1), join);
        for (NodeProcess node : nodes)
            assertThat(node.firstLine()).as(node.errors()).startsWith("ready name=n");
    }

    /// As [#start(int, String, String...)], but a file says where, over which a flag counts.
    private void startByFile(int number, String name) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve(name + ".conf"),
                        "data = "
                                + folder.resolve("data" + number)
                                + "\nlisten = 127.0.0.1:1\nlog.segment_size = 1MiB\n");
        nodes.add(
                NodeProcess.start(
                        folder, name, "--config", file.toString(), "--listen", address(number)));
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        List<String> whole = new ArrayList<>(List.of(args));
        whole.addAll(List.of("--server", list(), "--deadline", "60"));
        Terminal terminal =
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
        return Capstan.run(terminal, whole.toArray(String[]::new));
    }

    private String printed(String... args) {
        assertThat(run(args)).as(err.toString()).isEqualTo(ExitCode.OK);
        return out.toString();
    }

    /// On a busy machine the first attempt may be repeated, and meets its own success.
    private void makeWords() {
        assertThat(run("table", "create", "words", "--shards", "2"))
                .as(err.toString())
                .isIn(ExitCode.OK, ExitCode.UNKNOWN);
    }

    private Path rows(int count) throws IOException {
        String text =
                IntStream.range(0, count)
                        .mapToObj(i -> "k" + i + "\tv" + i + "\n")
                        .collect(Collectors.joining());
        return Files.writeString(folder.resolve("rows.tsv"), text);
    }

    @Test
    void whatThreeProcessesAcknowledgedIsThereAfterAllWereKilled() throws IOException {
        startThree(false);
        makeWords();
        printed("kv", "import", rows(20).toString(), "--table", "words");
        nodes.forEach(NodeProcess::kill);
        startThree(true);
        String scanned = printed("kv", "scan", "--table", "words");
        assertThat(scanned.lines().collect(Collectors.toSet())).hasSize(20).contains("k7\tv7");
        for (NodeProcess node : nodes) node.terminate();
        for (NodeProcess node : nodes) assertThat(node.exitCode()).as(node.errors()).isZero();
    }

    @Test
    void aFourthJoinsAndANameThatIsTakenIsRefused() throws IOException {
        startThree(false);
        NodeProcess fourth = start(3, "n4", "--join", list());
        assertThat(fourth.firstLine()).startsWith("ready name=n4 native=" + address(3) + " admin=");
        makeWords();
        nodes.get(0).kill();
        NodeProcess emptied = start(0, folder.resolve("other"), "n1", "--join", list());
        assertThat(emptied.firstLine()).isEmpty();
        assertThat(emptied.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(emptied.errors()).contains("knows n1 already", "start it under a new name");
        Pattern alive = Pattern.compile("n4 +" + address(3) + " .* alive");
        for (int tries = 0; tries < 50 && !alive.matcher(out.toString()).find(); tries++)
            run("status");
        assertThat(out.toString()).containsPattern(alive);
    }
}
