package io.capstan.checker.history;

import org.jspecify.annotations.Nullable;

/// One line of a history: a process invokes an operation, or learns what became of it.
///
/// @param place where the event stands, for diagnoses
/// @param index the event's own `:index`, or [#NO_INDEX]
/// @param process the client's logical thread
/// @param type invocation or kind of completion
/// @param function the operation's name without colon: `read`, `write`, `cas`, `put`, ...
/// @param key the key where the event names it in a field of its own; otherwise keyed operations
///   carry it inside the value
/// @param value argument or result, absent where the event names none
public record Event(
        Place place,
        long index,
        Value process,
        EventType type,
        String function,
        @Nullable Value key,
        @Nullable Value value) {

    /// The index of an event that names none.
    public static final long NO_INDEX = -1;

    /// Whether a process is a client's: its name is no keyword, written as such or as the text of
    /// one, and not `nemesis`.
    public static boolean isClient(Value process) {
        return switch (process) {
            case Value.Keyword _ -> false;
            case Value.Text(String name) -> !name.equals("nemesis") && !name.startsWith(":");
            case Value.Symbol(String name) -> !name.equals("nemesis");
            default -> true;
        };
    }

    /// The value, where an absent one means nothing.
    public Value valueOrNil() {
        return value == null ? Value.nil() : value;
    }
}
