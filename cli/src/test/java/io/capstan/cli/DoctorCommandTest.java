package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.server.local.LocalCluster;
import io.capstan.server.local.LocalPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a doctor finds on this very machine.
@Tag("slow")
class DoctorCommandTest {
    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String listen = "";

    @BeforeEach
    void takeAPort() {
        listen = "127.0.0.1:" + LocalPorts.free(1).getFirst();
    }

    private int doctor(String... more) {
        out.getBuffer().setLength(0);
        List<String> words = new ArrayList<>(List.of("doctor", "--listen", listen, "--data"));
        words.add(folder.resolve("not/there/yet").toString());
        words.addAll(List.of(more));
        Terminal terminal =
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
        return Capstan.run(terminal, words.toArray(String[]::new));
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    @Test
    void everythingIsToldInALineAndNothingIsLeftBehind() throws IOException {
        doctor("--join", listen);
        assertThat(lines())
                .allMatch(line -> line.matches("(PASS|WARN|FAIL)  [a-z]+ +\\S.*"))
                .anyMatch(line -> line.startsWith("PASS  java"))
                .anyMatch(line -> line.matches("\\w+  sync +an append with sync takes p50 .*"))
                .anyMatch(line -> line.contains(" free below " + folder))
                .anyMatch(line -> line.equals("PASS  port     " + listen + " is free"))
                .anyMatch(line -> line.contains("wall and monotonic clock"));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aNodesClockIsComparedToMilliseconds() {
        LocalCluster.Plan plan =
                new LocalCluster.Plan(folder.resolve("data"), 1, OptionalInt.of(0), false);
        try (LocalCluster cluster = LocalCluster.start(plan)) {
            String node = cluster.entries().getFirst().address();
            doctor("--server", node);
            assertThat(lines())
                    .anyMatch(line -> line.matches("\\w+  node +" + node + ": round trip .*"))
                    // The same clock: whatever it is off is the error of looking.
                    .anyMatch(line ->
                            line.matches("PASS  clock +" + node + ": its clock is \\d+ ms .*"));
            listen = node;
            doctor("--server", node);
            assertThat(lines())
                    .anyMatch(line ->
                            line.matches("WARN  port +" + node + " is taken.* a node of ours.*"));
        }
    }

    @Test
    void aPortThatIsTakenIsAFailureThatNamesWhoHasIt() throws IOException {
        int port = Integer.parseInt(listen.substring(listen.indexOf(':') + 1));
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(doctor("--join", listen)).isEqualTo(ExitCode.FAILED);
        }
        String who = Files.isDirectory(Path.of("/proc/self")) ? " by process " + pid() : "";
        assertThat(lines())
                .anyMatch(line -> line.startsWith("FAIL  port     " + listen + " is taken" + who));
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    @Test
    void aNodeThatWasNamedAndCannotBeReachedIsAFailure() {
        assertThat(doctor("--server", listen, "--json")).isEqualTo(ExitCode.FAILED);
        assertThat(lines())
                .allMatch(line -> line.startsWith("{\"verdict\":\""))
                .anyMatch(line ->
                        line.startsWith(
                                "{\"verdict\":\"FAIL\",\"subject\":\"node\",\"what\":\""
                                        + listen
                                        + " cannot be reached\""));
    }

    @Test
    void aFolderThatCannotBeWrittenIsAFailure() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        Terminal terminal =
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
        int code =
                Capstan.run(terminal, "doctor", "--listen", listen, "--data", "/proc/self/capstan");
        assertThat(code).as(file + out.toString()).isEqualTo(ExitCode.FAILED);
        assertThat(lines()).anyMatch(line -> line.matches("FAIL  disk +/proc/self cannot be .*"));
    }
}
