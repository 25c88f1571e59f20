package io.capstan.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `capstan bench`: measures how fast Capstan is on this machine.
@Command(
        name = "bench",
        description = "Measures how fast Capstan is on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "SUBJECT",
        footer = {"", "docs/benchmarks.md says what was measured, and on what."})
final class BenchCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    private BenchCommand() {}

    static CommandLine with(Terminal terminal) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new BenchSimCommand(terminal))
                .addSubcommand(new BenchKvCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to measure: sim or kv");
    }
}
