package io.capstan.sim.law;

import io.capstan.checker.history.Event;
import io.capstan.checker.history.EventType;
import io.capstan.checker.history.HistoryBuilder;
import io.capstan.checker.history.MalformedHistory;
import io.capstan.checker.history.Place;
import io.capstan.checker.history.Value;
import io.capstan.checker.history.Workload;
import io.capstan.checker.linearizability.Counterexample;
import io.capstan.checker.linearizability.Limits;
import io.capstan.checker.linearizability.Linearizability;
import io.capstan.checker.linearizability.Patience;
import io.capstan.checker.linearizability.Verdict;
import io.capstan.checker.streaming.StreamingKv;
import io.capstan.checker.streaming.Violation;
import io.capstan.sim.workload.Operation;
import io.capstan.sim.workload.OperationWatch;
import java.util.Optional;

/// Every key is a register: there is one order of all operations on it that agrees with real time
/// and explains what each client saw. Holds durability and at-most-once in it: a lost write and one
/// that took effect twice have no place in such an order.
///
/// Judged twice: while it happens, which stops the run at the event that has no explanation, and as
/// a whole at the end. Only linearizable reads belong to it; weaker ones are [LevelsLaw]'s.
public final class LinearizabilityLaw implements OperationWatch {
    private static final long STEPS_PER_KEY = 2_000_000;
    private static final long MEMORY_BYTES = 64L << 20;

    private final Court court;
    private final HistoryBuilder builder = new HistoryBuilder(Workload.KV, Value.nil());
    private final StreamingKv stream = new StreamingKv(Value.nil());
    private long events;

    public LinearizabilityLaw(Court court) {
        this.court = court;
    }

    @Override
    public void invoked(Operation operation) {
        if (!operation.isLinearizable()) return;
        add(operation, EventType.INVOKE, argument(operation));
        long process = operation.process();
        Value key = Value.of(operation.place());
        switch (operation.kind()) {
            case GET -> stream.read(process, key);
            case PUT -> stream.write(process, key, value(operation.value()));
            case DELETE -> stream.write(process, key, Value.nil());
            case CAS ->
                    stream.cas(process, key, value(operation.expected()), value(operation.value()));
        }
    }

    @Override
    public void completed(Operation operation) {
        if (!operation.isLinearizable()) return;
        record(operation);
        watch(operation);
    }

    private void record(Operation operation) {
        switch (operation.result()) {
            case OK -> add(operation, EventType.OK, result(operation));
            case MISMATCH, REFUSED -> add(operation, EventType.FAIL, Optional.empty());
            case UNKNOWN, PENDING ->
                    add(
                            operation,
                            operation.isRead() ? EventType.FAIL : EventType.INFO,
                            Optional.empty());
        }
    }

    /// Judges at once, so that the run stops where it went wrong; the story is then the shortest
    /// that the judge of whole histories finds.
    private void watch(Operation operation) {
        Optional<Violation> violation =
                switch (operation.result()) {
                    case OK ->
                            operation.isRead()
                                    ? stream.ok(operation.process(), value(operation.read()))
                                    : stream.ok(operation.process());
                    case MISMATCH, REFUSED -> stream.fail(operation.process());
                    case UNKNOWN, PENDING ->
                            operation.isRead()
                                    ? stream.fail(operation.process())
                                    : stream.info(operation.process());
                };
        if (violation.isEmpty()) return;
        judge();
        court.broken(
                Court.LINEARIZABILITY,
                violation.get() + "\n" + String.join("\n", violation.get().recent()));
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

    private static Value value(Optional<String> word) {
        return word.map(Value::of).orElseGet(Value::nil);
    }

    private static String function(Operation operation) {
        return switch (operation.kind()) {
            case GET -> "get";
            case PUT -> "put";
            case DELETE -> "delete";
            case CAS -> "cas";
        };
    }

    private void add(Operation operation, EventType type, Optional<Value> value) {
        long number = events++;
        Event event =
                new Event(
                        new Place(number + 1, 1, number),
                        Event.NO_INDEX,
                        Value.of(operation.process()),
                        type,
                        function(operation),
                        Value.of(operation.place()),
                        value.orElse(null));
        try {
            builder.add(event);
        } catch (MalformedHistory e) {
            throw new IllegalStateException("the simulator recorded a history that pairs badly", e);
        }
    }

    /// Judges all that was seen. Returns why it could not be judged, if it could not.
    public Optional<String> judge() {
        Limits limits = new Limits(STEPS_PER_KEY, MEMORY_BYTES, Patience.endless());
        return switch (Linearizability.judge(builder.build(), limits)) {
            case Verdict.Valid _ -> Optional.empty();
            case Verdict.Violated(Counterexample why) -> {
                court.broken(Court.LINEARIZABILITY, String.join("\n", why.sentences()));
                yield Optional.empty();
            }
            case Verdict.Unknown(String reason) -> Optional.of(reason);
        };
    }
}
