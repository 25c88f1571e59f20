package io.capstan.verify.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One node as a process of the system: started, stopped, killed and started again on one folder.
///
/// Only processes started here are ever signalled. Its output goes to `NAME.log` in the run's
/// folder.
final class NodeProcess {
    private static final String READY = "ready";

    /// A node that has nothing to wait for is up long before.
    private static final long READY_SECONDS = 60;

    /// A node drains in less; then it is killed.
    private static final long DRAIN_SECONDS = 15;

    private final String name;
    private final Path log;
    private @Nullable Process process;
    private CompletableFuture<Void> ready = new CompletableFuture<>();
    private boolean stopped;

    NodeProcess(String name, Path folder) {
        this.name = name;
        this.log = folder.resolve(name + ".log");
    }

    String name() {
        return name;
    }

    /// Starts it; does not wait.
    synchronized void start(List<String> command) {
        try {
            Process started =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            started.getOutputStream().close();
            process = started;
            stopped = false;
            CompletableFuture<Void> promise = new CompletableFuture<>();
            ready = promise;
            Thread.ofVirtual().start(() -> listen(started, promise));
        } catch (IOException e) {
            throw new LiveFailure(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    private void listen(Process started, CompletableFuture<Void> promise) {
        try (BufferedReader lines = started.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine())
                if (line.startsWith(READY)) promise.complete(null);
        } catch (IOException e) {
            // The process is gone; the promise says so below.
        }
        promise.completeExceptionally(new LiveFailure(name + " ended before it was ready"));
    }

    /// Waits for the line that says that it serves.
    void awaitReady() throws InterruptedException {
        CompletableFuture<Void> promise;
        synchronized (this) {
            promise = ready;
        }
        try {
            promise.get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new LiveFailure(name + " does not get ready; the end of its log:\n" + tail(), e);
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /// SIGKILL; returns when it is gone. False: it was not alive.
    synchronized boolean kill() throws InterruptedException {
        if (process == null || !process.isAlive()) return false;
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
        return true;
    }

    /// SIGTERM; returns when it is gone. False: it had to be killed.
    synchronized boolean terminate() throws InterruptedException {
        if (process == null || !process.isAlive()) return true;
        if (stopped) resume();
        process.destroy();
        if (process.waitFor(DRAIN_SECONDS, TimeUnit.SECONDS)) return true;
        kill();
        return false;
    }

    /// SIGSTOP.
    synchronized void pause() {
        if (process == null || !process.isAlive()) return;
        Signal.STOP.sendTo(process);
        stopped = true;
    }

    /// SIGCONT.
    synchronized void resume() {
        if (process == null || !process.isAlive()) return;
        Signal.CONT.sendTo(process);
        stopped = false;
    }

    synchronized boolean isStopped() {
        return stopped;
    }
}
