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

    /// The value, where an absent one means nothing.
    public Value valueOrNil() {
        return value == null ? Value.nil() : value;
    }
}
