package io.capstan.checker.io;

import io.capstan.checker.history.MalformedHistory;
import io.capstan.checker.history.Place;
import io.capstan.checker.history.Value;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/// Streams the events of a history in JSON: one array of operation objects, or the objects one
/// after another.
///
/// JSON knows one kind of number: `1.0` is the whole number 1 here.
final class JsonHistory {
    private static final int MAX_NUMBER_LENGTH = 1000;

    /// The largest power of ten that is written out; beyond it a number stays a decimal.
    private static final int MAX_WHOLE_EXPONENT = 1000;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(EdnParser.MAX_DEPTH)
                                    .maxStringLength(EdnTokens.MAX_LENGTH)
                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                    .build())
                    .build();

    private final JsonParser in;
    private final EventSink sink;
    private long events;
    private int nodes;

    private JsonHistory(JsonParser in, EventSink sink) {
        this.in = in;
        this.sink = sink;
    }

    static void read(Reader source, EventSink sink) throws IOException, MalformedHistory {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), source)) {
            new JsonHistory(in, sink).readAll();
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /// Reads the one value in a text, such as a command-line argument.
    static Value value(Reader source) throws MalformedHistory {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), source)) {
            in.nextToken();
            Value value = new JsonHistory(in, event -> true).value();
            if (in.nextToken() != null) {
                throw new MalformedHistory(1, 1, "more than one value");
            }
            return value;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    private static MalformedHistory malformed(JacksonException e) throws MalformedHistory {
        TokenStreamLocation at = e.getLocation();
        String problem =
                e instanceof UnexpectedEndOfInputException
                        ? "the input ends within an array or object; the file is cut short"
                        : String.valueOf(e.getOriginalMessage());
        return at == null
                ? new MalformedHistory(1, 1, problem)
                : new MalformedHistory(at.getLineNr(), at.getColumnNr(), problem);
    }

    private void readAll() throws MalformedHistory {
        JsonToken token = in.nextToken();
        if (token == JsonToken.START_ARRAY) {
            if (readEvents(JsonToken.END_ARRAY) && in.nextToken() != null) {
                throw fault("more input after the end of the history");
            }
        } else if (token != null && readEvent(token)) {
            readEvents(null);
        }
    }

    /// False if the sink wants no more.
    private boolean readEvents(@Nullable JsonToken end) throws MalformedHistory {
        for (JsonToken token = in.nextToken(); token != end; token = in.nextToken()) {
            if (token == null) {
                throw fault(
                        "the input ends before the history's closing ']'; the file is cut short");
            }
            if (!readEvent(token)) {
                return false;
            }
        }
        return true;
    }

    private boolean readEvent(JsonToken token) throws MalformedHistory {
        if (token != JsonToken.START_OBJECT) {
            throw fault("an operation object {...} was expected here; is this a history in JSON?");
        }
        nodes = 0;
        TokenStreamLocation at = in.currentTokenLocation();
        EventDraft draft = new EventDraft(new Place(at.getLineNr(), at.getColumnNr(), events++));
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            if (EventDraft.keeps(name)) {
                draft.put(name, value());
            } else {
                in.skipChildren();
            }
        }
        return sink.take(draft.event());
    }

    private Value value() throws MalformedHistory {
        if (++nodes > EdnParser.MAX_NODES) {
            throw fault("one object of more than " + EdnParser.MAX_NODES + " values");
        }
        JsonToken token = in.currentToken();
        if (token == null) {
            throw fault("a value was expected, but the input ends");
        }
        return switch (token) {
            case VALUE_NULL -> Value.nil();
            case VALUE_TRUE -> new Value.Truth(true);
            case VALUE_FALSE -> new Value.Truth(false);
            case VALUE_STRING -> Value.of(in.getString());
            case VALUE_NUMBER_INT -> whole();
            case VALUE_NUMBER_FLOAT -> decimal(in.getDecimalValue());
            case START_ARRAY -> array();
            case START_OBJECT -> object();
            case END_ARRAY, END_OBJECT, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw fault("a value was expected here");
        };
    }

    private Value whole() {
        return switch (in.getNumberType()) {
            case INT, LONG -> Value.of(in.getLongValue());
            default -> Value.of(in.getBigIntegerValue());
        };
    }

    private static Value decimal(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        boolean whole = stripped.scale() <= 0 && -stripped.scale() <= MAX_WHOLE_EXPONENT;
        return whole ? Value.of(stripped.toBigIntegerExact()) : new Value.Decimal(stripped);
    }

    private Value array() throws MalformedHistory {
        List<Value> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value());
        }
        return new Value.Vector(elements);
    }

    private Value object() throws MalformedHistory {
        LinkedHashMap<Value, Value> entries = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            Value name = Value.of(in.currentName());
            in.nextToken();
            if (entries.put(name, value()) != null) {
                throw fault("an object with the name " + name + " twice");
            }
        }
        return new Value.Mapping(entries);
    }

    private MalformedHistory fault(String problem) {
        TokenStreamLocation at = in.currentTokenLocation();
        return new MalformedHistory(at.getLineNr(), at.getColumnNr(), problem);
    }
}
