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

/// One `capstan start`, or a demo, in a process of its own, ended at the latest by [#close].
final class NodeProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path errors;
    private final CompletableFuture<String> firstLine;

    private NodeProcess(Process process, Path errors, String awaited) {
        this.process = process;
        this.errors = errors;
        firstLine =
                CompletableFuture.supplyAsync(
                        () -> readLine(process, awaited), Thread::startVirtualThread);
    }

    static NodeProcess start(Path folder, String name, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("start", "--name", name));
        words.addAll(List.of(options));
        return run(folder, name, "", words);
    }

    /// Its first line is the one that says that it is ready.
    static NodeProcess demo(Path folder, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("demo", "--port", "0"));
        words.addAll(List.of(options));
        return run(folder, "demo", "ready", words);
    }

    private static NodeProcess run(Path folder, String name, String awaited, List<String> words)
            throws IOException {
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
                                "io.capstan.cli.Capstan"));
        command.addAll(words);
        Path errors = folder.resolve(name + ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        return new NodeProcess(builder.start(), errors, awaited);
    }

    private static String readLine(Process process, String awaited) {
        try {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            while (line != null && !line.startsWith(awaited)) line = out.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    /// The first line on its standard output that is waited for; empty where it ended without one.
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
