package io.capstan.server.telemetry;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The way of every line of a process's log to standard error: handed to a thread of its own, so
/// that a reader of the log that stands still never holds a node up.
///
/// Bounded by [#MOST_WAITING]: a line beyond it is dropped, and how many were is said in a line
/// once there is room.
public final class LogLines extends Handler {
    static final int MOST_WAITING = 4_096;
    private static final long LAST_WORDS_MILLIS = 1_000;

    private final ArrayBlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final PrintStream to;
    private final Thread writer;
    private volatile boolean closing;

    LogLines(LineFormat format, PrintStream to) {
        this.to = to;
        setFormatter(format);
        writer = Thread.ofPlatform().name("capstan-log").daemon().start(this::write);
    }

    /// From now on everything that this process logs goes to standard error in this format, as said
    /// by the node of this name. What is less than `INFO` is not logged.
    public static void install(LogFormat format, String node) {
        install(format, node, Level.INFO);
    }

    /// The same, but of warnings and failures alone.
    public static void installQuiet(LogFormat format, String node) {
        install(format, node, Level.WARNING);
    }

    private static void install(LogFormat format, String node, Level least) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(least);
        root.addHandler(new LogLines(format.lines(node), System.err));
    }

    @Override
    public void publish(LogRecord line) {
        if (!isLoggable(line)) return;
        if (!waiting.offer(getFormatter().format(line))) dropped.incrementAndGet();
    }

    private void write() {
        try {
            while (!closing || !waiting.isEmpty()) {
                String line = waiting.poll(LAST_WORDS_MILLIS / 10, TimeUnit.MILLISECONDS);
                if (line != null) put(line);
                long lost = waiting.isEmpty() ? dropped.getAndSet(0) : 0;
                if (lost > 0) put(getFormatter().format(lost(lost)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static LogRecord lost(long lines) {
        LogRecord line =
                new LogRecord(
                        Level.WARNING, lines + " lines of log were dropped: nobody took them");
        line.setLoggerName("capstan.log");
        return line;
    }

    private void put(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        to.write(bytes, 0, bytes.length);
        to.flush();
    }

    @Override
    public void flush() {}

    /// Writes what waits, for at most a second.
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
