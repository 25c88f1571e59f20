package io.capstan.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Where a command prints: results to `out`, everything said about them to `err`.
///
/// Both write UTF-8 whatever the locale, and `err` is flushed at each line. Whoever makes a
/// terminal flushes `out` at the end; a command does so only to be seen at once. `colour` is true
/// only where a person looks and did not set `NO_COLOR`; the launcher knows, since the JVM cannot
/// tell which of its streams is a terminal.
public record Terminal(PrintWriter out, PrintWriter err, boolean colour) {
    static Terminal ofProcess() {
        return new Terminal(
                writer(FileDescriptor.out, false),
                writer(FileDescriptor.err, true),
                Boolean.getBoolean("capstan.colour"));
    }

    private static PrintWriter writer(FileDescriptor descriptor, boolean flushLines) {
        return new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8),
                flushLines);
    }
}
