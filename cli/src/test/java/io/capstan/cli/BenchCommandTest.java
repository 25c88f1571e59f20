package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Capstan.run(new Terminal(new PrintWriter(out), new PrintWriter(err), false), args);
    }

    @Test
    void everyRoundIsTheSameWorkAndTheMedianComesLast() {
        assertThat(run("bench", "sim", "--rounds", "1", "--seeds", "1", "--ops", "40"))
                .isEqualTo(ExitCode.OK);
        var lines = out.toString().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.getLast()).startsWith("median ").endsWith(" times real time");
        assertThat(lines.stream().map(line -> line.replaceAll(".*? ([0-9,]+ events),.*", "$1")))
                .containsOnly(lines.getLast().replaceAll(".*? ([0-9,]+ events),.*", "$1"));
    }

    @Test
    void wrongWordsAreUsageErrors() {
        assertThat(run("bench", "everything")).isEqualTo(ExitCode.USAGE);
        assertThat(run("bench", "sim", "--rounds", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(run("bench")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'everything'", "are at least 1", "SUBJECT");
    }
}
