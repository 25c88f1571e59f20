package io.capstan.cli;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.server.local.LocalCluster;
import io.capstan.server.port.PortFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/// `capstan rehearse`: goes once through what most starts go through, a cluster and the commands
/// that speak to it, and leaves nothing behind. The launcher has a JVM watch it, to make the cache
/// from which later JVMs start faster (`scripts/startup.sh`); nobody else needs it.
@Command(
        name = "rehearse",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Goes through a start, so that the JVM can note what one needs.")
final class RehearseCommand implements Callable<Integer> {
    private static final int NODES = 3;

    private final Terminal terminal;

    RehearseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("capstan-rehearsal-");
        LocalCluster.Plan plan = new LocalCluster.Plan(folder, NODES, OptionalInt.of(0), false);
        try (LocalCluster cluster = LocalCluster.start(plan)) {
            return rehearse(cluster);
        } catch (PortFailure failure) {
            terminal.err().println("capstan rehearse: " + failure.getMessage());
            return ExitCode.FAILED;
        } finally {
            Folders.remove(folder, "capstan rehearse", terminal);
        }
    }

    private int rehearse(LocalCluster cluster) {
        List<List<String>> commands =
                List.of(
                        List.of("table", "create", "rehearsal"),
                        List.of("kv", "put", "--table", "rehearsal", "hello", "world"),
                        List.of("kv", "get", "--table", "rehearsal", "hello"),
                        List.of("kv", "scan", "--table", "rehearsal"),
                        List.of("status"));
        int worst = Capstan.run(silent(terminal), "--help");
        for (List<String> command : commands) {
            List<String> words = new ArrayList<>(command);
            words.addAll(List.of("--deadline", "60", "--server", addresses(cluster)));
            worst = Math.max(worst, Capstan.run(silent(terminal), words.toArray(String[]::new)));
        }
        return worst;
    }

    private static String addresses(LocalCluster cluster) {
        return cluster.entries().stream().map(NodeEntry::address).collect(Collectors.joining(","));
    }

    /// Says nothing of what went well.
    private static Terminal silent(Terminal terminal) {
        return new Terminal(new PrintWriter(Writer.nullWriter()), terminal.err(), false);
    }
}
