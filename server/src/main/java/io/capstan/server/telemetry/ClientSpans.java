package io.capstan.server.telemetry;

import io.capstan.core.actor.Address;
import io.capstan.core.id.NodeId;
import io.capstan.core.trace.TraceContext;
import java.util.ArrayDeque;
import java.util.List;

/// What clients say that their traced requests took them, by their own clocks; believed as it
/// stands, for nothing but traces rests on it. Any thread.
///
/// Bounded by [#MOST]: beyond it the eldest goes.
final class ClientSpans {
    static final int MOST = 1_024;

    private final ArrayDeque<Span> spans = new ArrayDeque<>();

    synchronized void add(TraceContext client, long startMicros, long tookMicros) {
        if (spans.size() == MOST) spans.remove();
        spans.add(
                new Span(
                        Span.Kind.CLIENT,
                        client,
                        0,
                        Address.ofNode(NodeId.NONE),
                        startMicros,
                        tookMicros,
                        true,
                        ""));
    }

    synchronized List<Span> of(String trace) {
        return spans.stream().filter(span -> span.context().id().equals(trace)).toList();
    }
}
