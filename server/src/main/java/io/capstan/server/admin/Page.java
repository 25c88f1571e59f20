package io.capstan.server.admin;

import io.capstan.core.request.ErrorCode;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What is answered: an HTTP status, a type, and the text itself. Every error is a JSON object with
/// `code`, `message` and `action`; where there are several reasons they stand in `reasons`.
record Page(int status, String type, String body) {
    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int WRONG_METHOD = 405;
    static final int TOO_SLOW = 408;
    static final int TOO_LARGE = 413;
    static final int LONG_LINE = 414;
    static final int LARGE_HEADERS = 431;
    static final int FAILED = 500;
    static final int UNAVAILABLE = 503;

    private static final String JSON = "application/json";
    private static final JsonFactory FACTORY = new JsonFactory();

    static Page text(String body) {
        return new Page(OK, "text/plain", body);
    }

    static Page json(String body) {
        return new Page(OK, JSON, body + "\n");
    }

    static Page error(int status, ErrorCode code, String message) {
        return error(status, code, message, List.of());
    }

    static Page error(int status, ErrorCode code, String message, List<String> reasons) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeStringProperty("code", code.toString());
            out.writeStringProperty("message", message);
            out.writeStringProperty("action", code.advice());
            if (!reasons.isEmpty()) {
                out.writeArrayPropertyStart("reasons");
                reasons.forEach(out::writeString);
                out.writeEndArray();
            }
            out.writeEndObject();
        }
        return new Page(status, JSON, text + "\n");
    }
}
