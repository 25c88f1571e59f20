package io.capstan.cli.kv;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A line on a person's terminal that says how far an import is, four times a second.
public final class Progress implements AutoCloseable {
    private static final long PERIOD_MILLIS = 250;

    private final Import under;
    private final PrintWriter out;
    private final long begun = System.nanoTime();
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("progress").factory());

    public Progress(Import under, PrintWriter out) {
        this.under = under;
        this.out = out;
        var _ =
                ticks.scheduleAtFixedRate(
                        this::show, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void show() {
        out.print("\r" + text() + "   ");
        out.flush();
    }

    private String text() {
        Import.Tally now = under.tally();
        return String.format(
                Locale.ROOT,
                "%,d acknowledged, %,d retried, %,d unknown, %,.0f a second",
                now.acknowledged(),
                now.retried(),
                now.unknown(),
                now.acknowledged() / seconds());
    }

    private double seconds() {
        return Math.max(1, System.nanoTime() - begun) / 1e9;
    }

    /// Takes the line away.
    @Override
    public void close() {
        ticks.shutdownNow();
        out.print("\r" + " ".repeat(text().length() + 3) + "\r");
        out.flush();
    }
}
