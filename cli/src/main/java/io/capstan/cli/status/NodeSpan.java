package io.capstan.cli.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One stretch of a request's way through a node, as the node tells it at `/traces/ID`. Times are
/// in microseconds, of the wall clock of the node's machine.
///
/// `node`: `client` where the node only passes on what a client has said. `place`: shard and
/// replica, empty for the node's router.
record NodeSpan(
        String node,
        String name,
        String place,
        long startMicros,
        long tookMicros,
        boolean ended,
        String detail) {
    static final String CLIENT = "client";

    long endMicros() {
        return startMicros + tookMicros;
    }

    /// Throws [tools.jackson.core.JacksonException] where it is no JSON.
    static List<NodeSpan> parse(String json) {
        Map<String, Object> top = NodeReport.fields(json);
        String node = NodeReport.text(top, "node");
        List<NodeSpan> spans = new ArrayList<>();
        for (Map<String, Object> span : NodeReport.objects(top, "spans"))
            spans.add(
                    new NodeSpan(
                            NodeReport.text(span, "name").equals(CLIENT) ? CLIENT : node,
                            NodeReport.text(span, "name"),
                            place(span),
                            NodeReport.number(span, "start_us"),
                            NodeReport.number(span, "took_us"),
                            NodeReport.text(span, "ended").equals("true"),
                            NodeReport.text(span, "detail")));
        return spans;
    }

    private static String place(Map<String, Object> span) {
        String shard = NodeReport.text(span, "shard");
        return shard.isEmpty() ? "" : shard + "/" + NodeReport.text(span, "replica");
    }
}
