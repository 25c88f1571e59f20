package io.capstan.cli;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// How a process with nodes ends at a signal: the first one ends them, and with them the process,
/// in good order; before they have started, and at the second signal, it ends at once.
final class Ending {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private @Nullable Runnable end;
    private boolean asked;

    /// From now on there is something to end, and this is how.
    synchronized void by(Runnable deed) {
        end = deed;
    }

    /// A signal has come.
    synchronized void asked() {
        Runnable deed = end;
        if (deed == null) Runtime.getRuntime().halt(ExitCode.OK);
        else if (asked) Runtime.getRuntime().halt(ExitCode.FAILED);
        else Thread.ofPlatform().name("capstan-ending").start(() -> end(deed));
        asked = true;
    }

    private void end(Runnable deed) {
        try {
            deed.run();
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
