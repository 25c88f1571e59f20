package io.capstan.cli;

import io.capstan.bench.kv.Cell;
import io.capstan.bench.kv.CpuMeter;
import io.capstan.bench.kv.KvBench;
import io.capstan.bench.kv.KvLoad;
import io.capstan.cli.status.NodesCpu;
import io.capstan.client.ClientOptions;
import io.capstan.client.net.CapstanClient;
import io.capstan.client.net.Table;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.Durations;
import io.capstan.core.consistency.LevelChoice;
import io.capstan.core.consistency.Parsed;
import io.capstan.core.request.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `capstan bench kv`: a closed-loop load of puts or gets on a running cluster, one line a cell.
@Command(
        name = "kv",
        description = {
            "A running cluster: a fixed number of calls in flight, each followed by the",
            "next as soon as it is answered. Stores all keys first: take a table for it."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Latency is from asking to the answer; a stalled cluster slows the loop down.",
            "CPU is processor seconds for 1,000 operations: this process, and the servers.",
            "Exit codes: 0 measured, 1 not, or nothing succeeded, 2 unknown, 64 wrong usage."
        })
final class BenchKvCommand implements Callable<Integer> {
    private static final int MAX_CONNECTIONS = 64;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private TableOptions common = new TableOptions();

    @Option(names = "--op", paramLabel = "OP", required = true, description = "put or get.")
    private KvLoad.Operation operation = KvLoad.Operation.PUT;

    @Option(
            names = "--consistency",
            paramLabel = "LEVEL",
            description = "How fresh gets must be: linearizable (the default) alone.")
    private String consistency = Consistency.LINEARIZABLE.toString();

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            split = ",",
            description = "Calls in flight, a cell for each number (default: 1,64,256).")
    private List<Integer> inFlight = List.of(1, 64, 256);

    @Option(
            names = "--connections",
            paramLabel = "N",
            description =
                    "Client sessions, each with a thread and a socket of its own and up to 256"
                            + " calls in flight (default: ${DEFAULT-VALUE}).")
    private int connections = 1;

    @Option(
            names = "--value-size",
            paramLabel = "BYTES",
            description = "The size of every value (default: ${DEFAULT-VALUE}).")
    private int valueBytes = 256;

    @Option(
            names = "--keys",
            paramLabel = "N",
            description = "So many keys, drawn at random (default: ${DEFAULT-VALUE}).")
    private int keys = 100_000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides keys and values (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--warm",
            paramLabel = "TIME",
            description = "Load that does not count, before each cell (default: ${DEFAULT-VALUE}).")
    private String warm = "5s";

    @Option(
            names = "--count",
            paramLabel = "TIME",
            description = "Load that counts (default: ${DEFAULT-VALUE}).")
    private String count = "10s";

    @Option(
            names = "--server-pids",
            paramLabel = "PID",
            split = ",",
            description =
                    "The nodes' processes on this machine, for their processor time (default: what"
                            + " the nodes tell at /metrics).")
    private List<Long> serverPids = List.of();

    BenchKvCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        KvLoad load = load();
        List<ProcessHandle> processes = processes();
        return server.with(terminal, first -> measure(first, load, processes));
    }

    private KvLoad load() {
        checkLevel();
        check("--connections", connections, MAX_CONNECTIONS);
        int most = connections * ClientOptions.WINDOW;
        for (int calls : inFlight)
            if (calls < 1 || calls > most)
                throw usage("--in-flight takes 1 to " + most + " (256 a connection), not " + calls);
        check("--value-size", valueBytes, Limits.MAX_VALUE_BYTES);
        check("--keys", keys, KvLoad.MAX_KEYS);
        Duration counted = duration("--count", count);
        if (counted.isZero()) throw usage("--count takes a time above zero");
        return new KvLoad(operation, valueBytes, keys, duration("--warm", warm), counted, seed);
    }

    private void checkLevel() {
        switch (LevelChoice.level(consistency)) {
            case Parsed.Value<Consistency>(Consistency named) -> {
                if (!named.equals(Consistency.LINEARIZABLE))
                    throw usage("only linearizable gets are measured so far, not " + named);
            }
            case Parsed.Mistake<Consistency>(String message) ->
                    throw usage("--consistency: " + message);
        }
    }

    private void check(String option, int given, int most) {
        if (given < 1 || given > most)
            throw usage(option + " takes 1 to " + most + ", not " + given);
    }

    private Duration duration(String option, String text) {
        Duration read =
                switch (Durations.parse(text)) {
                    case Parsed.Value<Duration>(Duration value) -> value;
                    case Parsed.Mistake<Duration>(String message) ->
                            throw usage(option + ": " + message);
                };
        if (read.compareTo(LONGEST) > 0)
            throw usage(option + " takes an hour at most, not " + text);
        return read;
    }

    private List<ProcessHandle> processes() {
        List<ProcessHandle> processes = new ArrayList<>();
        for (long pid : serverPids)
            processes.add(
                    ProcessHandle.of(pid)
                            .orElseThrow(() -> usage("--server-pids: no process " + pid)));
        return processes;
    }

    private static CpuMeter meter(CapstanClient client, List<ProcessHandle> processes) {
        if (!processes.isEmpty()) return CpuMeter.of(processes);
        return new NodesCpu(client.nodes());
    }

    private int measure(CapstanClient first, KvLoad load, List<ProcessHandle> processes) {
        Table table = common.in(first);
        CpuMeter servers = meter(first, processes);
        List<CapstanClient> sessions = new ArrayList<>(List.of(first));
        try {
            while (sessions.size() < connections) sessions.add(server.client());
            return measure(new KvBench(sessions, table.id(), load, server.patience(), servers));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        } finally {
            sessions.subList(1, sessions.size()).forEach(CapstanClient::close);
        }
    }

    private int measure(KvBench bench) throws InterruptedException {
        Optional<String> problem = bench.storeAll();
        if (problem.isPresent()) {
            terminal.err().println("capstan bench kv: cannot store the keys: " + problem.get());
            return ExitCode.FAILED;
        }
        boolean whole = true;
        for (int calls : inFlight) {
            Cell cell = bench.measure(calls);
            terminal.out().println(common.json() ? cell.json() : cell.plain());
            terminal.out().flush();
            whole &= cell.operations() > 0;
        }
        return whole ? ExitCode.OK : ExitCode.FAILED;
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
