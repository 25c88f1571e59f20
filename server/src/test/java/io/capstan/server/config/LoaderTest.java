package io.capstan.server.config;

import static io.capstan.server.config.Configs.accepted;
import static io.capstan.server.config.Configs.environment;
import static io.capstan.server.config.Configs.flag;
import static io.capstan.server.config.Configs.mistakes;
import static io.capstan.server.config.NodeSchema.LISTEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What counts, and what a person is told.
class LoaderTest {
    @TempDir Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("node.conf"), text);
    }

    @Test
    void aFlagCountsOverTheEnvironmentThatOverTheFileThatOverTheDefault() throws IOException {
        Optional<Path> file = Optional.of(file("\nlisten = 127.0.0.1:1001\n"));
        Map<String, String> variable = environment(LISTEN, "127.0.0.1:1002");
        List<Given> flag = List.of(flag(LISTEN, "127.0.0.1:1003"));

        Configuration all = accepted(Loader.load(file, variable, flag));
        assertThat(all.of(LISTEN)).isEqualTo("127.0.0.1:1003");
        assertThat(all.source(LISTEN)).hasToString("--listen");

        Configuration noFlag = accepted(Loader.load(file, variable, List.of()));
        assertThat(noFlag.of(LISTEN)).isEqualTo("127.0.0.1:1002");
        assertThat(noFlag.source(LISTEN)).hasToString("CAPSTAN_LISTEN");

        Configuration fileAlone = accepted(Loader.load(file, Map.of(), List.of()));
        assertThat(fileAlone.of(LISTEN)).isEqualTo("127.0.0.1:1001");
        assertThat(fileAlone.source(LISTEN)).hasToString(file.get() + ":2");

        assertThat(Loader.defaults().of(LISTEN)).isEqualTo("127.0.0.1:7400");
        assertThat(Loader.defaults().source(LISTEN)).hasToString("default");
    }

    @Test
    void aWrongValueIsToldAlsoWhereAFlagCountsOverIt() throws IOException {
        Optional<Path> file = Optional.of(file("listen = here\n"));
        ConfigVerdict verdict =
                Loader.load(file, Map.of(), List.of(flag(LISTEN, "127.0.0.1:1003")));
        assertThat(mistakes(verdict))
                .containsExactly(file.get() + ":1: listen: 'here' is no address; write HOST:PORT");
    }

    @Test
    void anUnknownKeyIsToldWithItsLineAndTheNearestKey() {
        assertThat(mistakes("name = n1", "lisetn = 127.0.0.1:1"))
                .containsExactly(
                        "node.conf:2: there is no setting 'lisetn'; did you mean 'listen'?");
        assertThat(mistakes("segment_size = 1GiB"))
                .containsExactly(
                        "node.conf:1: there is no setting 'segment_size'; did you mean"
                                + " 'log.segment_size'?");
        assertThat(mistakes("colour = red"))
                .containsExactly("node.conf:1: there is no setting 'colour'");
    }

    @Test
    void aValueOutOfRangeIsToldWithTheRangeAndItsUnit() {
        assertThat(mistakes("raft.heartbeat_interval = 1ms"))
                .containsExactly(
                        "node.conf:1: raft.heartbeat_interval: '1ms' is not within 5ms to 10s");
        assertThat(mistakes("log.segment_size = 2GiB"))
                .containsExactly(
                        "node.conf:1: log.segment_size: '2GiB' is not within 1MiB to 1GiB");
        assertThat(mistakes("raft.append_entries = 0"))
                .containsExactly(
                        "node.conf:1: raft.append_entries: '0' is not within 1 to 65536 entries");
        assertThat(mistakes("clock.max_drift = 0.5"))
                .containsExactly("node.conf:1: clock.max_drift: '0.5' is not within 0.0 to 0.4");
    }

    @Test
    void aValueHasAUnit() {
        assertThat(accepted("log.segment_size = 2 MiB").of(HostSchema.SEGMENT_SIZE))
                .isEqualTo(2L << 20);
        assertThat(accepted("raft.quiesce_after = 1m").of(RaftSchema.QUIESCE_AFTER))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(mistakes("log.segment_size = 67108864", "raft.quiesce_after = 5"))
                .satisfiesExactly(
                        size -> assertThat(size).contains(":1:", "is not a size", "as in 64MiB"),
                        time -> assertThat(time).contains(":2:", "is not a duration", "250ms"));
        assertThat(mistakes("log.segment_size = 64MB")).first().asString().contains("KiB, MiB");
    }

    @Test
    void everyMistakeIsToldInTheOrderOfTheLines() {
        assertThat(
                        mistakes(
                                "raft.election_timeout = 200ms",
                                "[raft]",
                                "raft.leases = maybe",
                                "data =",
                                "nonsense",
                                "raft.election_timeout = 1s"))
                .satisfiesExactly(
                        one -> assertThat(one).contains(":1:", "at least 3 times"),
                        one -> assertThat(one).contains(":2:", "no sections"),
                        one -> assertThat(one).contains(":3:", "'maybe' is neither on nor off"),
                        one -> assertThat(one).contains(":4: data: there is no value"),
                        one -> assertThat(one).contains(":5: 'nonsense' is no line"),
                        one -> assertThat(one).contains(":6:", "set already, by node.conf:1"));
    }

    @Test
    void anEnvironmentMayHoldWhatIsNotOursButNoSlip() {
        Map<String, String> others =
                Map.of("CAPSTAN_DEBUG", "1", "CAPSTAN_PORT_7400_TCP_ADDR", "x", "CAPSTAN_JOIN", "");
        assertThat(accepted(Loader.load(Optional.empty(), others, List.of())).find(NodeSchema.JOIN))
                .isEmpty();
        ConfigVerdict slip =
                Loader.load(Optional.empty(), Map.of("CAPSTAN_LISTNE", "127.0.0.1:1"), List.of());
        assertThat(mistakes(slip))
                .containsExactly(
                        "CAPSTAN_LISTNE: there is no such setting; did you mean CAPSTAN_LISTEN?");
    }

    @Test
    void aFileThatCannotBeReadIsToldByName() throws IOException {
        Path missing = folder.resolve("missing.conf");
        assertThat(mistakes(Loader.load(missing)))
                .containsExactly(missing + ": there is no such file");
        Path noText = Files.write(folder.resolve("x"), new byte[] {(byte) 0xc3, 0x28});
        assertThat(mistakes(Loader.load(noText)))
                .containsExactly(noText + ": the file is not UTF-8 text");
        Path large = file("#".repeat((int) Loader.MAX_FILE_BYTES + 1));
        assertThat(mistakes(Loader.load(large)))
                .containsExactly(large + ": the file has more than 1MiB");
    }
}
