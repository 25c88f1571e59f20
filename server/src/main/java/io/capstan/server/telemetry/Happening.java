package io.capstan.server.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;

/// One thing that has happened, for the log: what sort of thing, in words, and what it is about by
/// name. It travels through the logger as its one parameter; a plain logger prints its words.
record Happening(EventKind kind, String message, Map<String, Object> fields) {
    /// The field under which a trace's id stands.
    static final String TRACE = "trace_id";

    static Happening of(EventKind kind, String message) {
        return new Happening(kind, message, new LinkedHashMap<>());
    }

    /// The same, about this as well. A value is a text, a number or a truth.
    Happening with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Happening(kind, message, more);
    }

    @Override
    public String toString() {
        return message;
    }
}
