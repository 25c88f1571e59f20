package io.capstan.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `capstan completion`: a script by which the shell completes commands and options. It is made of
/// the same grammar that reads them.
@Command(
        name = "completion",
        description = "Prints a script by which bash or zsh completes commands and options.",
        mixinStandardHelpOptions = true,
        footer = {"", "For this shell, now:  source <(./capstan completion bash)"})
final class CompletionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private String shell = "";

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        // The script is bash's; in zsh it loads bashcompinit first, which understands it.
        switch (shell.toLowerCase(Locale.ROOT)) {
            case "bash", "zsh" ->
                    terminal.out().print(AutoComplete.bash("capstan", spec.root().commandLine()));
            default ->
                    throw new ParameterException(
                            spec.commandLine(),
                            "there is no completion for '"
                                    + shell
                                    + "'; there is for bash and zsh");
        }
        return ExitCode.OK;
    }
}
