package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The frame of the command: what every verb shares.
class CapstanTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void withoutAVerbItShowsItsHelp() {
        assertThat(run()).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("Usage: capstan").contains("Exit codes: 0 ok");
    }

    @Test
    void theVersionNamesTheProjectsVersionAndACommit() {
        assertThat(run("--version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).matches("capstan \\d+\\.\\d+\\.\\d+\\S* \\(commit \\S+\\)\\R");
    }

    @Test
    void aWrongVerbIsAUsageErrorThatNamesTheNearestOne() {
        assertThat(run("hepl")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("there is no command 'hepl'")
                .contains("help")
                .contains("Try 'capstan --help'");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aWrongOptionIsAUsageErrorThatNamesTheNearestOne() {
        assertThat(run("--versoin")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'--versoin'").contains("--version");
    }

    @Test
    void aDefectIsOneLineWithoutAStackTraceOrAClassName() {
        assertThat(runWith(new Broken(), "broken")).isEqualTo(ExitCode.INTERNAL);
        assertThat(err.toString())
                .hasLineCount(1)
                .contains("the ledger does not add up")
                .contains("CAPSTAN_DEBUG=1")
                .doesNotContain("Exception", "at io.capstan");
    }

    @Test
    void colourIsOnlyForATerminal() {
        run("--help");
        assertThat(out.toString()).doesNotContain("\u001b[");
        CapstanTest coloured = new CapstanTest();
        Capstan.run(
                new Terminal(new PrintWriter(coloured.out), new PrintWriter(coloured.err), true),
                "--help");
        assertThat(coloured.out.toString()).contains("\u001b[");
    }

    @Test
    void everyVerbDescribesItselfAndIsRegisteredOnce() {
        var verbs = Capstan.commandLine(terminal()).getSubcommands();
        assertThat(verbs)
                .isNotEmpty()
                .allSatisfy((name, verb) -> {
                    assertThat(verb.getCommandSpec().usageMessage().description())
                            .as(name)
                            .isNotEmpty();
                    assertThat(verb.getCommandSpec().usageMessage().description()[0])
                            .as(name)
                            .endsWith(".");
                    assertThat(verb.getCommandName()).as(name).isEqualTo(name);
                });
    }

    /// One verb is read without the others, and that makes no difference.
    @Test
    void aVerbIsUnderstoodAloneAsItIsAmongAll() {
        Capstan.commandLine(terminal())
                .getSubcommands()
                .forEach((name, verb) -> {
                    out.getBuffer().setLength(0);
                    verb.usage(new PrintWriter(out, true));
                    String among = out.toString();
                    out.getBuffer().setLength(0);
                    assertThat(run(name, "--help")).as(name).isEqualTo(ExitCode.OK);
                    assertThat(out.toString())
                            .isEqualTo(among)
                            .startsWith("Usage: capstan " + name);
                });
    }

    private int run(String... args) {
        return Capstan.run(terminal(), args);
    }

    private int runWith(Object verb, String... args) {
        CommandLine frame = Capstan.commandLine(terminal());
        return Capstan.framed(frame.addSubcommand(verb), terminal()).execute(args);
    }

    private Terminal terminal() {
        return new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);
    }

    @Command(name = "broken", description = "Fails as no verb should.")
    static final class Broken implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new IllegalStateException("the ledger does not add up");
        }
    }
}
