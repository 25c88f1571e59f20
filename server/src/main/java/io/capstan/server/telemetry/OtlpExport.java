package io.capstan.server.telemetry;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Sends the node's spans to a collector, by OTLP over HTTP, from a thread of its own that reads
/// the [TraceBook] as anybody may: the host does not know of it.
///
/// A trace is sent once nothing new has been seen of it here for [#SETTLED_MICROS]; what comes
/// later still is sent on its own. Dropped and counted: sightings written over before they were
/// read, traces beyond [#MOST_PENDING], and spans that the collector did not take within
/// [#PATIENCE].
final class OtlpExport implements AutoCloseable {
    static final int MOST_PENDING = 1_024;
    static final long SETTLED_MICROS = 1_000_000;
    static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 500;

    private final OtlpHttpSpanExporter exporter;
    private final String node;
    private final TraceBook book;
    private final Map<String, List<Sighting>> pending = new LinkedHashMap<>();
    private final AtomicLong exported = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private long read;

    /// `endpoint`: the whole address, such as `http://127.0.0.1:4318/v1/traces`.
    OtlpExport(String endpoint, String node, TraceBook book) {
        this.node = node;
        this.book = book;
        exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(endpoint)
                        .setTimeout(PATIENCE)
                        .setRetryPolicy(null)
                        .build();
        thread = Thread.ofPlatform().name("capstan-otlp-" + node).daemon().start(this::run);
    }

    private void run() {
        try {
            boolean last = false;
            while (!last) {
                last = closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                take();
                send(settled(last ? Long.MAX_VALUE : wallMicros() - SETTLED_MICROS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take() {
        long written = book.written();
        List<Sighting> fresh = book.since(read);
        dropped.addAndGet(Math.max(0, written - read - fresh.size()));
        read = Math.max(written, read + fresh.size());
        for (Sighting one : fresh) {
            String trace = one.trace().id();
            if (pending.size() >= MOST_PENDING && !pending.containsKey(trace))
                dropped.incrementAndGet();
            else pending.computeIfAbsent(trace, _ -> new ArrayList<>()).add(one);
        }
    }

    /// What has been quiet since then, taken out.
    private List<SpanData> settled(long quietSince) {
        List<SpanData> spans = new ArrayList<>();
        pending.values()
                .removeIf(sightings -> {
                    if (sightings.getLast().micros() > quietSince) return false;
                    for (Span span : Spans.of(sightings)) spans.add(new OtlpSpan(span, node));
                    return true;
                });
        return spans;
    }

    private void send(List<SpanData> spans) {
        if (spans.isEmpty()) return;
        CompletableResultCode result = exporter.export(spans);
        result.join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        (result.isSuccess() ? exported : dropped).addAndGet(spans.size());
    }

    private static long wallMicros() {
        return System.currentTimeMillis() * 1_000;
    }

    /// Spans that a collector has taken.
    long exported() {
        return exported.get();
    }

    long dropped() {
        return dropped.get();
    }

    /// Sends what is left, then ends.
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exporter.shutdown();
    }
}
