package io.capstan.cli.status;

import io.capstan.cli.kv.RowJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The way of one request through a cluster: the spans of all nodes in the order of their
/// beginnings. `silent`: the nodes that did not say what they have seen.
public record Timeline(String trace, List<NodeSpan> spans, List<String> silent) {
    private static final int BAR = 32;
    private static final double MICROS_A_MILLI = 1_000;

    public Timeline {
        spans =
                spans.stream()
                        .sorted(
                                Comparator.comparingLong(NodeSpan::startMicros)
                                        .thenComparing(
                                                NodeSpan::tookMicros, Comparator.reverseOrder()))
                        .toList();
        silent = List.copyOf(silent);
    }

    public boolean isEmpty() {
        return spans.isEmpty();
    }

    /// One object a line.
    public List<String> json() {
        return spans.stream().map(this::json).toList();
    }

    private String json(NodeSpan span) {
        return "{\"trace\":"
                + RowJson.quoted(trace)
                + ",\"node\":"
                + RowJson.quoted(span.node())
                + ",\"name\":"
                + RowJson.quoted(span.name())
                + ",\"place\":"
                + RowJson.quoted(span.place())
                + ",\"start_us\":"
                + span.startMicros()
                + ",\"took_us\":"
                + span.tookMicros()
                + ",\"ended\":"
                + span.ended()
                + ",\"detail\":"
                + RowJson.quoted(span.detail())
                + "}";
    }

    /// For people: a line a span with a bar that shows when, and the path that the answer waited
    /// for.
    public List<String> lines() {
        long from = spans.getFirst().startMicros();
        long until = spans.stream().mapToLong(NodeSpan::endMicros).max().orElse(from);
        Columns columns = new Columns("at ms", "took ms", "node", "replica", "what", "");
        for (NodeSpan span : spans)
            columns.row(
                    millis(span.startMicros() - from),
                    millis(span.tookMicros()) + (span.ended() ? "" : "+"),
                    span.node(),
                    span.place(),
                    (span.name() + " " + span.detail()).strip(),
                    bar(span.startMicros() - from, span.tookMicros(), until - from));
        List<String> lines = new ArrayList<>();
        lines.add("trace " + trace);
        lines.addAll(columns.lines());
        Path.of(spans).ifPresent(path -> lines.add(path.line()));
        return lines;
    }

    static String millis(long micros) {
        return String.format(Locale.ROOT, "%.3f", micros / MICROS_A_MILLI);
    }

    private static String bar(long start, long took, long whole) {
        long width = Math.max(1, whole);
        int from = (int) Math.min(BAR - 1, start * BAR / width);
        int length = (int) Math.max(1, Math.min(BAR - from, (took * BAR + width - 1) / width));
        return "|" + " ".repeat(from) + "=".repeat(length) + " ".repeat(BAR - from - length) + "|";
    }

    /// What the client's answer waited for, one after the other; together they are what it took.
    record Path(List<Leg> legs, long wholeMicros) {
        /// A part of the path.
        record Leg(String name, long micros) {}

        /// Empty where the request has not ended, or its last attempt was answered by nobody whose
        /// part is known.
        static Optional<Path> of(List<NodeSpan> spans) {
            Optional<NodeSpan> request = last(spans, "request", "");
            Optional<NodeSpan> ask = request.flatMap(of -> last(spans, "ask", of.node()));
            Optional<NodeSpan> serve = ask.flatMap(of -> last(spans, "serve", of.detail()));
            Optional<NodeSpan> client = last(spans, NodeSpan.CLIENT, "");
            return serve.map(of -> of(spans, client, request.orElseThrow(), ask.orElseThrow(), of));
        }

        /// The last of this name on this node (empty: on any) that has ended.
        private static Optional<NodeSpan> last(List<NodeSpan> spans, String name, String node) {
            return spans.stream()
                    .filter(NodeSpan::ended)
                    .filter(span -> span.name().equals(name))
                    .filter(span -> node.isEmpty() || span.node().equals(node))
                    .max(Comparator.comparingLong(NodeSpan::startMicros));
        }

        private static Path of(
                List<NodeSpan> spans,
                Optional<NodeSpan> client,
                NodeSpan request,
                NodeSpan ask,
                NodeSpan serve) {
            List<Leg> legs = new ArrayList<>();
            client.ifPresent(
                    by -> legs.add(new Leg("client", request.startMicros() - by.startMicros())));
            legs.add(new Leg("route", ask.startMicros() - request.startMicros()));
            legs.add(new Leg("to " + serve.node(), serve.startMicros() - ask.startMicros()));
            long done = serve.startMicros();
            for (NodeSpan span : spans) {
                boolean within =
                        span.node().equals(serve.node())
                                && span.place().equals(serve.place())
                                && !span.name().equals("serve")
                                && span.startMicros() >= serve.startMicros()
                                && span.endMicros() <= serve.endMicros();
                if (!within) continue;
                legs.add(new Leg(span.name(), span.endMicros() - done));
                done = span.endMicros();
            }
            String rest = done == serve.startMicros() ? "read" : "answer";
            legs.add(new Leg(rest, serve.endMicros() - done));
            legs.add(new Leg("back", ask.endMicros() - serve.endMicros()));
            legs.add(new Leg("reply", request.endMicros() - ask.endMicros()));
            client.ifPresent(
                    by -> legs.add(new Leg("client", by.endMicros() - request.endMicros())));
            return new Path(List.copyOf(legs), client.orElse(request).tookMicros());
        }

        String line() {
            StringBuilder line = new StringBuilder("path ");
            for (Leg leg : legs)
                line.append(' ')
                        .append(leg.name)
                        .append(' ')
                        .append(millis(leg.micros))
                        .append(',');
            line.setLength(line.length() - 1);
            return line.append(" = ").append(millis(wholeMicros)).append(" ms").toString();
        }
    }
}
