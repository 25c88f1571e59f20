package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `capstan config` and the settings of `capstan start`, as far as no node is started.
class ConfigCommandTest {
    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Terminal terminal() {
        return new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Capstan.run(terminal(), args);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void lintTellsEveryMistakeAndFails() throws IOException {
        String bad = file("bad.conf", "nmae = n1\nraft.leases = 3\n");
        assertThat(run("config", "lint", bad)).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString().lines())
                .containsExactly(
                        bad + ":1: there is no setting 'nmae'; did you mean 'name'?",
                        bad + ":2: raft.leases: '3' is neither on nor off");
        assertThat(run("config", "lint", "--json", bad)).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString())
                .contains("\",\"line\":2,\"message\":\"raft.leases: '3' is neither on nor off\"}");
    }

    @Test
    void lintIsContentWithAGoodFile() throws IOException {
        String good = file("good.conf", "name = n1\n");
        assertThat(run("config", "lint", good)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).hasLineCount(1).contains("nothing is wrong");
        assertThat(run("config", "lint")).isEqualTo(ExitCode.USAGE);
        assertThat(run("config")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void whatShowPrintsIsAFileThatSetsTheSame() throws IOException {
        String given = file("given.conf", "name = n1\ndata = \"/a #b\"\nraft.leases = off\n");
        assertThat(run("config", "show", "--config", given, "--name", "n2", "--join", "h:1,i:2"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines())
                .contains(
                        "name = n2  # from --name",
                        "data = \"/a #b\"  # from " + given + ":2",
                        "join = h:1,i:2  # from --join",
                        "raft.leases = off  # from " + given + ":3",
                        "# listen = 127.0.0.1:7400");
        String shown = file("shown.conf", out.toString());
        assertThat(run("config", "diff", given, shown)).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines())
                .containsExactly("name: n1 -> n2", "join: none -> h:1,i:2");
    }

    @Test
    void showTakesTheEnvironmentAndItsFile() throws IOException {
        Map<String, String> environment =
                Map.of(
                        "CAPSTAN_CONFIG",
                        file("e.conf", "listen = 127.0.0.1:9000\n"),
                        "CAPSTAN_RAFT_LEASES",
                        "off");
        CommandLine config = ConfigCommand.with(terminal(), environment);
        assertThat(config.execute("show", "--json")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("{\"key\":\"listen\",\"value\":\"127.0.0.1:9000\",\"source\":\"")
                .contains(
                        "{\"key\":\"raft.leases\",\"value\":\"off\","
                                + "\"source\":\"CAPSTAN_RAFT_LEASES\"")
                .contains("{\"key\":\"join\",\"value\":null,");
    }

    @Test
    void diffTellsWhatDiffersFromTheDefaultsInEffect() throws IOException {
        String file = file("a.conf", "listen = 127.0.0.1:7401\nraft.leases = on\n");
        assertThat(run("config", "diff", file)).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines())
                .containsExactly(
                        "listen: 127.0.0.1:7400 -> 127.0.0.1:7401",
                        "admin.listen: 127.0.0.1:7080 -> 127.0.0.1:7081",
                        "advertise: 127.0.0.1:7400 -> 127.0.0.1:7401");
        assertThat(run("config", "diff", file, file)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("no differences");
        assertThat(run("config", "diff", folder.resolve("none").toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("there is no such file");
    }

    @Test
    void aWrongFlagIsWrongUsageAndAWrongFileFails() throws IOException {
        assertThat(run("start")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--name", "CAPSTAN_NAME");
        assertThat(run("start", "--name", "n1", "--listen", "0.0.0.0:7400"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--insecure");
        assertThat(run("start", "--name", "n1", "--set", "raft.leases")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("KEY=VALUE");
        String bad = file("bad.conf", "log.cache = 5\n");
        assertThat(run("start", "--name", "n1", "--config", bad)).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("capstan start: " + bad + ":1: log.cache: '5'");
    }
}
