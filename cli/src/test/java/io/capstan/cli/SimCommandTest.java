package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SimCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Capstan.run(new Terminal(new PrintWriter(out), new PrintWriter(err), false), args);
    }

    @Test
    void aHealthySeedIsOkAndSaysSoInOneLine() {
        assertThat(run("sim", "raft", "--seeds", "3", "--ops", "60")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("seed 3 ", " ok ", "1 seeds: 0 violated");
    }

    @Test
    void asJsonEverySeedIsOneObject() {
        run("sim", "raft", "--seeds", "3..4", "--ops", "40", "--json");
        assertThat(out.toString().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(out.toString()).contains("\"traceHash\":\"", "\"faultsFelt\":{", "\"marks\":{");
    }

    @Test
    void aSeedAgreesWithItself() {
        assertThat(run("sim", "raft", "--seeds", "5", "--ops", "40", "--reconcile"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("seed 5 agrees with itself: ");
    }

    @Test
    void aTraceTellsWhatHappenedInAlignedLines() {
        run("sim", "raft", "--seeds", "5", "--ops", "5", "--faults", "none", "--trace");
        assertThat(out.toString().lines().findFirst().orElseThrow())
                .matches(" +time +node +shard +role +term +commit +what");
        assertThat(out.toString()).contains("elected term=");
    }

    @Test
    void wrongWordsAreUsageErrors() {
        assertThat(run("sim", "rafft")).isEqualTo(ExitCode.USAGE);
        assertThat(run("sim", "--seeds", "9..1")).isEqualTo(ExitCode.USAGE);
        assertThat(run("sim", "--seeds", "all")).isEqualTo(ExitCode.USAGE);
        assertThat(run("sim", "--faults", "flood")).isEqualTo(ExitCode.USAGE);
        assertThat(run("sim", "--invariants", "perhaps")).isEqualTo(ExitCode.USAGE);
        assertThat(run("sim", "--ops", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(run("sim", "--scenario", "no-such-file")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'rafft'", "'flood'", "--seeds takes A..B");
    }

    @Test
    void aScenarioThatLiesFailsAndCanBeRewritten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("lie.scenario");
        Files.writeString(file, "cluster 3\nget k\n----\nnothing like it\n");
        assertThat(run("sim", "--scenario", file.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(run("sim", "--scenario", file.toString(), "--rewrite")).isEqualTo(ExitCode.OK);
        assertThat(run("sim", "--scenario", file.toString())).isEqualTo(ExitCode.OK);
    }
}
