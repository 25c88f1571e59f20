package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(err.toString()).contains("'everything'", "are at least 1", "sim or kv");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--in-flight 1                                | --op=OP",
                "--op scan                                    | 'scan'",
                "--op get --consistency eventual              | only linearizable gets",
                "--op get --consistency soon                  | soon",
                "--op put --in-flight 0                       | 1 to 256",
                "--op put --in-flight 1,300                   | not 300",
                "--op put --in-flight 600 --connections 2     | 1 to 512",
                "--op put --connections 65                    | --connections takes 1 to 64",
                "--op put --value-size 0                      | --value-size takes 1 to 1048576",
                "--op put --keys 0                            | --keys takes 1 to 10000000",
                "--op put --warm soon                         | --warm: 'soon'",
                "--op put --count 0s                          | above zero",
                "--op put --count 2h                          | an hour at most",
                "--op put --server-pids 2147483646            | no process 2147483646",
                "--op put --server nowhere                    | --server: 'nowhere'"
            })
    void wrongOptionsOfALoadAreRefusedBeforeAnythingIsAsked(String options, String problem) {
        assertThat(run(("bench kv " + options).split(" +"))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(problem, "Try 'capstan bench kv --help'");
        assertThat(out.toString()).isEmpty();
    }
}
