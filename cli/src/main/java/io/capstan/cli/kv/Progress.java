package io.capstan.cli.kv;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A line on a person's terminal that says how far something is, four times a second.
public final class Progress implements AutoCloseable {
    private static final long PERIOD_MILLIS = 250;
    private static final int BAR_WIDTH = 20;

    private final Supplier<String> text;
    private final PrintWriter out;
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("progress").factory());
    private int width;

    /// `text`: how far it is at the moment; asked on a thread of its own.
    public Progress(Supplier<String> text, PrintWriter out) {
        this.text = text;
        this.out = out;
        var _ =
                ticks.scheduleAtFixedRate(
                        this::show, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void show() {
        String now = text.get();
        out.print("\r" + now + " ".repeat(Math.max(0, width - now.length())));
        out.flush();
        width = now.length();
    }

    /// `[##########..........] 50 %`; `part` from 0 to 1.
    public static String bar(double part) {
        double done = Math.clamp(part, 0, 1);
        int full = (int) (done * BAR_WIDTH);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3d %%",
                "#".repeat(full),
                ".".repeat(BAR_WIDTH - full),
                (int) (done * 100));
    }

    /// Takes the line away.
    @Override
    public synchronized void close() {
        ticks.shutdownNow();
        out.print("\r" + " ".repeat(width) + "\r");
        out.flush();
    }
}
