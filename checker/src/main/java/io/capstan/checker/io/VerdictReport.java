package io.capstan.checker.io;

import io.capstan.checker.history.History;
import io.capstan.checker.history.Operation;
import io.capstan.checker.linearizability.Counterexample;
import io.capstan.checker.linearizability.Verdict;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A verdict for people, and for programs.
public final class VerdictReport {
    private VerdictReport() {}

    /// The verdict in its first line, then what supports it.
    public static List<String> text(History history, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Valid _ -> List.of("valid: " + extent(history) + ", linearizable");
            case Verdict.Unknown(String reason) ->
                    List.of("unknown: " + reason, "  " + extent(history) + "; no violation found");
            case Verdict.Violated(Counterexample example) -> violated(history, example);
        };
    }

    private static List<String> violated(History history, Counterexample example) {
        String where = history.isKeyed() ? "key " + example.key() + " is" : "the register is";
        List<String> lines = new ArrayList<>();
        lines.add("violated: " + where + " not linearizable (" + extent(history) + ")");
        example.sentences().forEach(sentence -> lines.add("  " + sentence));
        return lines;
    }

    private static String extent(History history) {
        String keys = history.isKeyed() ? " over " + history.keyCount() + " keys" : "";
        String skipped =
                history.skippedEvents() == 0
                        ? ""
                        : ", " + history.skippedEvents() + " events of other processes ignored";
        return history.size() + " operations" + keys + skipped;
    }

    /// The verdict as one JSON object. Values are texts in EDN.
    public static String json(History history, Verdict verdict) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json =
                new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("verdict", name(verdict));
            json.writeStringProperty("workload", history.workload().label());
            json.writeNumberProperty("operations", history.size());
            json.writeNumberProperty("keys", history.keyCount());
            json.writeNumberProperty("ignoredEvents", history.skippedEvents());
            switch (verdict) {
                case Verdict.Valid _ -> {}
                case Verdict.Unknown(String reason) -> json.writeStringProperty("reason", reason);
                case Verdict.Violated(Counterexample example) -> write(json, history, example);
            }
            json.writeEndObject();
        }
        return out.toString();
    }

    private static String name(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Valid _ -> "valid";
            case Verdict.Unknown _ -> "unknown";
            case Verdict.Violated _ -> "violated";
        };
    }

    private static void write(JsonGenerator json, History history, Counterexample example) {
        json.writeStringProperty("key", example.key().toString());
        json.writeArrayPropertyStart("explanation");
        example.sentences().forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("counterexample");
        example.operations().forEach(operation -> write(json, history, operation));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, History history, Operation operation) {
        json.writeStartObject();
        json.writeStringProperty("process", operation.process().toString());
        json.writeStringProperty("operation", operation.deed());
        json.writeStringProperty("outcome", operation.outcome().label());
        writeEvent(json, history, "invoked", operation.invoked());
        if (operation.completed() != History.NEVER) {
            writeEvent(json, history, "completed", operation.completed());
        }
        json.writeEndObject();
    }

    private static void writeEvent(JsonGenerator json, History history, String name, int event) {
        json.writeNumberProperty(name, event);
        int line = history.line(event);
        if (line > 0) json.writeNumberProperty(name + "Line", line);
    }
}
