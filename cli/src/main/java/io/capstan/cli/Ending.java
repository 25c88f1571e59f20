package io.capstan.cli;

import io.capstan.server.NodeRunner;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// How a node's process ends at a signal: the first one ends the node, and with it the process, in
/// good order; before the node has started, and at the second signal, it ends at once.
final class Ending {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private @Nullable NodeRunner node;
    private boolean asked;

    /// From now on there is a node to end.
    synchronized void of(NodeRunner started) {
        node = started;
    }

    /// A signal has come.
    synchronized void asked() {
        NodeRunner running = node;
        if (running == null) Runtime.getRuntime().halt(ExitCode.OK);
        else if (asked) Runtime.getRuntime().halt(ExitCode.FAILED);
        else Thread.ofPlatform().name("capstan-ending").start(() -> end(running));
        asked = true;
    }

    private void end(NodeRunner running) {
        try {
            running.drain();
            running.close();
        } finally {
            done.complete(null);
        }
    }

    /// Waits for the end that a signal has begun, where one has.
    void await() {
        boolean begun;
        synchronized (this) {
            begun = asked;
        }
        if (begun) done.join();
    }
}
