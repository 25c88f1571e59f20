package io.capstan.sim.law;

import io.capstan.checker.history.Event;
import io.capstan.checker.history.EventType;
import io.capstan.checker.history.Place;
import io.capstan.checker.history.Value;
import io.capstan.sim.workload.Operation;
import java.util.Optional;

/// Clients' operations as the events of a history of the workload `kv`: one event when it begins,
/// one when it ends.
///
/// A read of unknown outcome is told as failed: whatever it found, nobody saw it.
public final class Events {
    private Events() {}

    public static Event invocation(Operation operation, long number) {
        return event(operation, number, EventType.INVOKE, argument(operation));
    }

    public static Event completion(Operation operation, long number) {
        return switch (operation.result()) {
            case OK -> event(operation, number, EventType.OK, result(operation));
            case MISMATCH, REFUSED -> event(operation, number, EventType.FAIL, Optional.empty());
            case UNKNOWN, PENDING ->
                    event(
                            operation,
                            number,
                            operation.isRead() ? EventType.FAIL : EventType.INFO,
                            Optional.empty());
        };
    }

    private static Event event(
            Operation operation, long number, EventType type, Optional<Value> value) {
        return new Event(
                Place.unwritten(number),
                Event.NO_INDEX,
                Value.of(operation.process()),
                type,
                function(operation),
                Value.of(operation.place()),
                value.orElse(null));
    }

    private static Optional<Value> argument(Operation operation) {
        return switch (operation.kind()) {
            case GET, DELETE -> Optional.empty();
            case PUT -> Optional.of(value(operation.value()));
            case CAS ->
                    Optional.of(
                            Value.vector(value(operation.expected()), value(operation.value())));
        };
    }

    private static Optional<Value> result(Operation operation) {
        return operation.isRead() ? Optional.of(value(operation.read())) : argument(operation);
    }

    private static String function(Operation operation) {
        return switch (operation.kind()) {
            case GET -> "get";
            case PUT -> "put";
            case DELETE -> "delete";
            case CAS -> "cas";
        };
    }

    /// The word as a value; nil where there is none.
    public static Value value(Optional<String> word) {
        return word.map(Value::of).orElseGet(Value::nil);
    }
}
