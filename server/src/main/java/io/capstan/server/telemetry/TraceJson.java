package io.capstan.server.telemetry;

import java.io.StringWriter;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What a node has seen of one trace, as one line of JSON.
final class TraceJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private TraceJson() {}

    static String of(String trace, String node, List<Span> spans) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeStringProperty("trace", trace);
            out.writeStringProperty("node", node);
            out.writeArrayPropertyStart("spans");
            for (Span span : spans) write(span, out);
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void write(Span span, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("name", span.kind().word());
        out.writeStringProperty("span", span.context().spanId());
        if (span.parent() != 0)
            out.writeStringProperty("parent", HexFormat.of().toHexDigits(span.parent()));
        if (!span.where().shard().isNone()) {
            out.writeStringProperty("shard", span.where().shard().toString());
            out.writeStringProperty("replica", span.where().replica().toString());
        }
        out.writeNumberProperty("start_us", span.startMicros());
        out.writeNumberProperty("took_us", span.tookMicros());
        out.writeBooleanProperty("ended", span.ended());
        out.writeStringProperty("detail", span.detail());
        out.writeEndObject();
    }
}
