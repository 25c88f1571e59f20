package io.capstan.cli;

import io.capstan.bench.SimulatorBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `capstan bench`: measures how fast Capstan is on this machine, one line a round and the median
/// last.
@Command(
        name = "bench",
        description = "Measure how fast Capstan is on this machine.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    /// What can be measured.
    enum Subject {
        /// The simulator: a five-node Raft group under default chaos, on one core.
        SIM
    }

    private final Terminal terminal;

    @Parameters(paramLabel = "SUBJECT", description = "What to measure: ${COMPLETION-CANDIDATES}.")
    private Subject subject = Subject.SIM;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds that count, after three that warm the JVM (default: 5).")
    private int rounds = 5;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Seeds in a round, the same in each (default: 20).")
    private int seeds = 20;

    @Option(
            names = "--ops",
            paramLabel = "N",
            description = "Client operations of a seed (default: 1000).")
    private int operations = 1_000;

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (rounds < 1 || seeds < 1 || operations < 1) {
            terminal.err().println("capstan bench: --rounds, --seeds and --ops are at least 1");
            return ExitCode.USAGE;
        }
        switch (subject) {
            case SIM -> SimulatorBench.run(rounds, seeds, operations, this::tell);
        }
        return ExitCode.OK;
    }

    private void tell(String line) {
        terminal.out().println(line);
        terminal.out().flush();
    }
}
