package io.capstan.server.telemetry;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// How the lines of a node's log look.
public enum LogFormat {
    /// [#TEXT] where standard error is a terminal, else [#JSON].
    AUTO,
    TEXT,
    JSON;

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    LineFormat lines(String node) {
        return switch (this) {
            case TEXT -> new LineFormat.Text();
            case JSON -> new LineFormat.Json(node);
            case AUTO -> errorIsTerminal() ? new LineFormat.Text() : new LineFormat.Json(node);
        };
    }

    /// The JVM cannot tell of standard error alone; Linux can. Elsewhere it is taken to be what the
    /// other two streams are.
    private static boolean errorIsTerminal() {
        if (Files.isSymbolicLink(STANDARD_ERROR)) {
            try {
                String to = Files.readSymbolicLink(STANDARD_ERROR).toString();
                return to.startsWith("/dev/pts/") || to.startsWith("/dev/tty");
            } catch (IOException e) {
                return false;
            }
        }
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
}
