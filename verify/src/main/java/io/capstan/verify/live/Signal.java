package io.capstan.verify.live;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// Signals that Java does not send itself, to processes that this run has started.
enum Signal {
    STOP,
    CONT;

    void sendTo(Process process) {
        try {
            Process kill =
                    new ProcessBuilder("kill", "-" + name(), Long.toString(process.pid()))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!kill.waitFor(10, TimeUnit.SECONDS)) kill.destroyForcibly();
        } catch (IOException e) {
            throw new LiveFailure("SIG" + name() + " cannot be sent: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
