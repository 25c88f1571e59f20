package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.request.ErrorCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What `help` tells, and of what.
class HelpVerbTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Capstan.run(
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false), args);
    }

    private String printed(String... args) {
        out.getBuffer().setLength(0);
        assertThat(run(args)).as(err.toString()).isEqualTo(ExitCode.OK);
        return out.toString();
    }

    @Test
    void everyCodeIsListedWithItsMeaningAndHasAPageWithAdvice() {
        String[] lines = printed("help", "codes").lines().toArray(String[]::new);
        assertThat(lines).hasSize(ErrorCode.values().length);
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(lines).contains(code + "  " + code.meaning());
            assertThat(printed("help", code.toString()))
                    .startsWith(code + "  " + code.meaning())
                    .contains(code.advice(), "retry ");
        }
    }

    @Test
    void aCodeIsExplainedInWholeSentencesAndNamesOnlyCommandsThatExist() {
        Pattern command = Pattern.compile("`capstan ([^`]*)`");
        assertThat(ErrorCode.values())
                .allSatisfy(code -> {
                    assertThat(code.meaning()).matches("[A-Z`].*\\.");
                    assertThat(code.advice()).matches("[A-Z`].*\\.");
                    command.matcher(code.advice())
                            .results()
                            .forEach(named ->
                                    assertThat(printed(words("help " + named.group(1))))
                                            .startsWith("Usage: capstan " + named.group(1)));
                });
    }

    private static String[] words(String line) {
        return Arrays.stream(line.split(" ", -1)).toArray(String[]::new);
    }

    @Test
    void levelsAreToldStrongestFirst() {
        assertThat(printed("help", "levels").lines().map(line -> line.split(" ", 2)[0]))
                .containsExactly(
                        "linearizable",
                        "bounded(5s)",
                        "causal",
                        "read_your_writes",
                        "monotonic_reads",
                        "eventual");
        assertThat(printed("help", "levels", "--json"))
                .startsWith("{\"level\":\"linearizable\",\"answer\":\"is the newest");
    }

    @Test
    void aCommandIsToldHowItIsUsedHoweverDeepItIs() {
        assertThat(printed("help")).startsWith("Usage: capstan [");
        assertThat(printed("help", "kv", "import")).startsWith("Usage: capstan kv import [");
    }

    @Test
    void whatThereIsNoHelpOnIsAUsageErrorThatNamesTheNearest() {
        assertThat(run("help", "lvels")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("no help on 'lvels'", "did you mean 'levels'?");
        assertThat(run("help", "CAP-9999")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("no help on 'CAP-9999'", "lists all codes");
        assertThat(run("help", "kv", "imprt")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("did you mean 'import'?");
    }
}
