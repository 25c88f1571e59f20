package io.capstan.cli;

import io.capstan.bench.SimulatorBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `capstan bench sim`: how fast the simulator is, one line a round and the median last.
@Command(
        name = "sim",
        description = "The simulator: a five-node Raft group under default chaos, on one core.",
        mixinStandardHelpOptions = true)
final class BenchSimCommand implements Callable<Integer> {
    private final Terminal terminal;

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

    BenchSimCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (rounds < 1 || seeds < 1 || operations < 1) {
            terminal.err().println("capstan bench sim: --rounds, --seeds and --ops are at least 1");
            return ExitCode.USAGE;
        }
        SimulatorBench.run(rounds, seeds, operations, this::tell);
        return ExitCode.OK;
    }

    private void tell(String line) {
        terminal.out().println(line);
        terminal.out().flush();
    }
}
