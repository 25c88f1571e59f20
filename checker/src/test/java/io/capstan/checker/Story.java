package io.capstan.checker;

import io.capstan.checker.history.Event;
import io.capstan.checker.history.EventType;
import io.capstan.checker.history.History;
import io.capstan.checker.history.HistoryBuilder;
import io.capstan.checker.history.MalformedHistory;
import io.capstan.checker.history.Place;
import io.capstan.checker.history.Value;
import io.capstan.checker.history.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes histories down event by event.
public final class Story {
    private final Workload workload;
    private final Value initial;
    private final List<Event> events = new ArrayList<>();

    public Story(Workload workload, Value initial) {
        this.workload = workload;
        this.initial = initial;
    }

    public static Story of(Workload workload) {
        return new Story(workload, Value.nil());
    }

    public Story invoke(long process, String function, @Nullable Value value) {
        return event(process, EventType.INVOKE, function, value);
    }

    public Story ok(long process, String function, @Nullable Value value) {
        return event(process, EventType.OK, function, value);
    }

    public Story fail(long process, String function, @Nullable Value value) {
        return event(process, EventType.FAIL, function, value);
    }

    public Story info(long process, String function, @Nullable Value value) {
        return event(process, EventType.INFO, function, value);
    }

    public Story write(long process, long value) {
        return invoke(process, "write", Value.of(value)).ok(process, "write", Value.of(value));
    }

    public Story read(long process, long value) {
        return invoke(process, "read", null).ok(process, "read", Value.of(value));
    }

    public Story event(long process, EventType type, String function, @Nullable Value value) {
        long number = events.size();
        events.add(
                new Event(
                        Place.unwritten(number),
                        Event.NO_INDEX,
                        Value.of(process),
                        type,
                        function,
                        null,
                        value));
        return this;
    }

    public List<Event> events() {
        return List.copyOf(events);
    }

    public static Value cas(long from, long to) {
        return Value.vector(Value.of(from), Value.of(to));
    }

    public History history() {
        return history(workload, initial, events);
    }

    public static History history(Workload workload, Value initial, List<Event> events) {
        HistoryBuilder builder = new HistoryBuilder(workload, initial);
        try {
            for (Event event : events) {
                builder.add(event);
            }
        } catch (MalformedHistory e) {
            throw new AssertionError(e);
        }
        return builder.build();
    }
}
