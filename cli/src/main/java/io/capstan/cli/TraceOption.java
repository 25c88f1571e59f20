package io.capstan.cli;

import io.capstan.cli.status.TraceSurvey;
import io.capstan.client.net.Table;
import io.capstan.core.trace.TraceContext;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// Whether a request is to be followed through all replicas.
final class TraceOption {
    private static final long NANOS_A_MICRO = 1_000;
    private static final double MICROS_A_MILLI = 1_000;

    @Option(
            names = "--trace",
            description = {
                "Follow the request through all replicas, and print the trace's id on standard",
                "error; 'capstan trace ID' then shows its way."
            })
    private boolean trace;

    /// Does `deed` with the table. Where a trace is asked for its requests are part of one; its id,
    /// and the time as this process saw it, are printed however it ends, and the cluster is told of
    /// the time too.
    <T> T with(Terminal terminal, ServerOptions server, Table table, Function<Table, T> deed) {
        if (!trace) return deed.apply(table);
        TraceContext drawn = draw();
        Table traced = table.traced(drawn);
        long start = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        long begun = System.nanoTime();
        try {
            return deed.apply(traced);
        } finally {
            long took = (System.nanoTime() - begun) / NANOS_A_MICRO;
            terminal.err()
                    .println(
                            String.format(
                                    Locale.ROOT,
                                    "trace %s took %.3f ms",
                                    drawn.id(),
                                    took / MICROS_A_MILLI));
            new TraceSurvey().tell(server.addresses(), drawn, start, took);
        }
    }

    /// A zero is drawn once in 2^64; ids and spans of zero mean none.
    private static TraceContext draw() {
        SecureRandom entropy = new SecureRandom();
        return new TraceContext(entropy.nextLong(), entropy.nextLong() | 1, entropy.nextLong() | 1);
    }
}
