package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The completion script, in a real bash.
class CompletionCommandTest {
    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Capstan.run(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false), args);
    }

    private Path script(String shell) throws IOException {
        assertThat(run("completion", shell)).as(err.toString()).isEqualTo(ExitCode.OK);
        return Files.writeString(folder.resolve("completion"), out.toString());
    }

    /// What bash prints; it must end with 0.
    private static String bash(String... args) throws IOException, InterruptedException {
        String[] command = new String[args.length + 2];
        command[0] = "bash";
        command[1] = "--norc";
        System.arraycopy(args, 0, command, 2, args.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed.strip();
    }

    @Test
    void theScriptIsOneThatBashCanRead() throws IOException, InterruptedException {
        assertThat(bash("-n", script("bash").toString())).isEmpty();
    }

    /// As bash does at a tab: the function that the script names for the command is called with the
    /// words so far, and leaves what could follow.
    @ParameterizedTest
    @CsvSource({
        "capstan stat, status",
        "capstan kv expo, export",
        "capstan bench kv --in-fl, --in-flight",
        "capstan kv import --rat, --rate",
        "capstan config li, lint"
    })
    void aWordIsCompletedWhereverItStands(String line, String completed)
            throws IOException, InterruptedException {
        String ask =
                """
                source "$0"
                compopt() { :; }
                read -ra COMP_WORDS <<<"$1"
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                spec=$(complete -p capstan)
                function=${spec#*-F }
                "${function%% *}"
                printf '%s' "${COMPREPLY[*]}"
                """;
        assertThat(bash("-c", ask, script("bash").toString(), line)).isEqualTo(completed);
    }

    @Test
    void zshIsGivenWhatMakesItUnderstandBash() throws IOException {
        assertThat(script("zsh")).content().contains("bashcompinit");
    }

    @Test
    void aShellThatThereIsNoneForIsRefusedByName() {
        assertThat(run("completion", "fish")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'fish'", "bash and zsh");
        assertThat(out.toString()).isEmpty();
    }
}
