package io.capstan.checker.io;

import io.capstan.checker.history.Event;
import io.capstan.checker.history.EventType;
import io.capstan.checker.history.MalformedHistory;
import io.capstan.checker.history.Place;
import io.capstan.checker.history.Value;
import org.jspecify.annotations.Nullable;

/// The fields of one operation map as they come in, and the event they make.
///
/// A client's event must say process, type and function. Another's (`:process :nemesis`) may say
/// what it likes; it only needs a process to be told apart.
final class EventDraft {
    private static final int PROCESS = 0;
    private static final int TYPE = 1;
    private static final int FUNCTION = 2;
    private static final int KEY = 3;
    private static final int VALUE = 4;
    private static final int INDEX = 5;
    private static final int UNKNOWN = -1;

    private final Place place;
    private final @Nullable Value[] fields = new @Nullable Value[INDEX + 1];

    EventDraft(Place place) {
        this.place = place;
    }

    /// Takes one field; fields that mean nothing to us are dropped.
    void put(String name, Value content) throws MalformedHistory {
        int field = field(name);
        if (field == UNKNOWN) {
            return;
        }
        if (fields[field] != null) {
            throw fault("the field :" + name + " appears twice");
        }
        fields[field] = field == VALUE ? untagged(content) : content;
    }

    /// A pair of key and value under Jepsen's tag is the pair.
    private static Value untagged(Value content) {
        boolean tuple =
                content instanceof Value.Tagged(String tag, var _)
                        && (tag.endsWith("independent.Tuple") || tag.endsWith("lang.MapEntry"));
        if (!tuple) {
            return content;
        }
        Value inner = ((Value.Tagged) content).value();
        return inner instanceof Value.Mapping(var entries)
                ? Value.vector(
                        entries.getOrDefault(new Value.Keyword("key"), Value.nil()),
                        entries.getOrDefault(new Value.Keyword("value"), Value.nil()))
                : inner;
    }

    /// Whether a field of that name would be kept.
    static boolean keeps(String name) {
        return field(name) != UNKNOWN;
    }

    private static int field(String name) {
        return switch (name) {
            case "process" -> PROCESS;
            case "type" -> TYPE;
            case "f" -> FUNCTION;
            case "key" -> KEY;
            case "value" -> VALUE;
            case "index" -> INDEX;
            default -> UNKNOWN;
        };
    }

    /// The event, once all fields are in.
    Event event() throws MalformedHistory {
        Value process = fields[PROCESS];
        if (process == null || process instanceof Value.Nil) {
            throw fault("no operation map: it has no :process");
        }
        boolean client = Event.isClient(process);
        return new Event(
                place,
                index(),
                process,
                client ? type() : EventType.INFO,
                client ? function() : "",
                fields[KEY],
                fields[VALUE]);
    }

    private long index() {
        return fields[INDEX] instanceof Value.Whole(long number) ? number : Event.NO_INDEX;
    }

    private EventType type() throws MalformedHistory {
        Value type = fields[TYPE];
        return switch (name(type)) {
            case "invoke" -> EventType.INVOKE;
            case "ok" -> EventType.OK;
            case "fail" -> EventType.FAIL;
            case "info" -> EventType.INFO;
            default ->
                    throw fault(
                            "the :type is "
                                    + (type == null ? "missing" : type)
                                    + "; it must be :invoke, :ok, :fail or :info");
        };
    }

    private String function() throws MalformedHistory {
        String function = name(fields[FUNCTION]);
        if (function.isEmpty()) {
            throw fault("the function :f is missing or no name");
        }
        return function;
    }

    /// A keyword's or string's name without colon; empty for everything else.
    private static String name(@Nullable Value value) {
        return switch (value) {
            case Value.Keyword(String name) -> name;
            case Value.Symbol(String name) -> name;
            case Value.Text(String text) -> text.startsWith(":") ? text.substring(1) : text;
            case null, default -> "";
        };
    }

    private MalformedHistory fault(String problem) {
        return new MalformedHistory(place, problem);
    }
}
