package io.capstan.cli.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One `capstan start` in a process of its own, ended at the latest by [#close].
final class NodeProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path errors;
    private final CompletableFuture<String> firstLine;

    private NodeProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        firstLine =
                CompletableFuture.supplyAsync(() -> readLine(process), Thread::startVirtualThread);
    }

    static NodeProcess start(Path folder, String name, String... options) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx256m",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.capstan.cli.Capstan",
                                "start",
                                "--name",
                                name));
        command.addAll(List.of(options));
        Path errors = folder.resolve(name + ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        return new NodeProcess(builder.start(), errors);
    }

    private static String readLine(Process process) {
        try {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    /// The first line on its standard output; empty where it ended without one.
    String firstLine() {
        try {
            return firstLine.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no line from the node; it says: " + errors(), e);
        }
    }

    String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new AssertionError(errors + " cannot be read", e);
        }
    }

    /// `kill -9`; it is gone when this returns.
    void kill() {
        process.destroyForcibly();
        int code = exitCode();
        if (code == 0) throw new AssertionError("the node ended by itself before it was killed");
    }

    /// SIGTERM.
    void terminate() {
        process.destroy();
    }

    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                throw new AssertionError("the node does not end; it says: " + errors());
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exitCode();
    }
}
