package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String WRITE_ONE =
            """
            {:process 0, :type :invoke, :f :write, :value 1}
            {:process 0, :type :ok, :f :write, :value 1}
            """;

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aLinearizableHistoryEndsWithZero() throws IOException {
        assertThat(check(WRITE_ONE + read(1), "--workload", "register")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("valid: 2 operations");
    }

    @Test
    void aViolationEndsWithOneAndSaysWhy() throws IOException {
        assertThat(check(WRITE_ONE + read(2), "--workload", "cas-register")).isEqualTo(1);
        assertThat(out.toString()).startsWith("violated: ").contains("read 2");
    }

    @Test
    void aCounterExampleNamesTheLinesOfItsFile() throws IOException {
        check("; a comment\n" + WRITE_ONE + read(2), "--workload", "register");
        assertThat(out.toString()).contains("read 2  (2..3; lines 4 and 5)");
    }

    @Test
    void anEmptyHistoryIsValidAndSaysThatItIsEmpty() throws IOException {
        assertThat(check("", "--workload", "kv")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("valid: 0 operations");
    }

    @Test
    void theInitialValueIsNilUnlessGiven() throws IOException {
        assertThat(check(read(7), "--workload", "register")).isEqualTo(1);
        assertThat(check(read(7), "--workload", "register", "--initial", "7")).isZero();
    }

    @Test
    void whatCannotBeReadWithinTheMemoryLimitIsUnknown() throws IOException {
        String history = (WRITE_ONE + read(1)).repeat(2000);
        assertThat(check(history, "--workload", "register", "--memory", "16k")).isEqualTo(2);
        assertThat(out.toString()).startsWith("unknown: ").contains("16 KiB");
    }

    @Test
    void aTimeLimitThatIsOverGivesUnknown() throws IOException {
        String history = (WRITE_ONE + read(1)).repeat(50);
        assertThat(check(history, "--workload", "register", "--time-limit", "0")).isEqualTo(2);
        assertThat(out.toString()).startsWith("unknown: ").contains("time limit");
    }

    @Test
    void inputThatIsNoHistoryIsRefusedWithItsPlace() throws IOException {
        assertThat(check("{:process 0, :type :invoke, :f", "--workload", "register"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("line 1, column ");
        assertThat(check(WRITE_ONE + "\n{:process 0 :type :ok :f :read}", "--workload", "register"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("line 4, column 1").contains("invocation is missing");
    }

    @Test
    void wrongUsageIsRefused() throws IOException {
        assertThat(check(WRITE_ONE, "--workload", "bank")).isEqualTo(ExitCode.USAGE);
        assertThat(check(WRITE_ONE)).isEqualTo(ExitCode.USAGE);
        assertThat(check(WRITE_ONE, "--workload", "kv", "--colour")).isEqualTo(ExitCode.USAGE);
        assertThat(run("check", folder.resolve("none").toString(), "--workload", "kv"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("no such file")
                .contains("register, cas-register or kv");
    }

    @Test
    void theVerdictAsJsonIsOneObject() throws IOException {
        assertThat(check(WRITE_ONE + read(2), "--workload", "register", "--json")).isEqualTo(1);
        assertThat(out.toString())
                .startsWith("{\"verdict\":\"violated\"")
                .contains("\"operation\":\"read 2\"");
    }

    private static String read(int value) {
        return """
        {:process 1, :type :invoke, :f :read, :value nil}
        {:process 1, :type :ok, :f :read, :value %d}
        """
                .formatted(value);
    }

    private int check(String history, String... options) throws IOException {
        Path file = folder.resolve("history.edn");
        Files.writeString(file, history);
        String[] args = new String[options.length + 2];
        args[0] = "check";
        args[1] = file.toString();
        System.arraycopy(options, 0, args, 2, options.length);
        return run(args);
    }

    private int run(String... args) {
        return Capstan.run(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false), args);
    }
}
