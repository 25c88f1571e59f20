package io.capstan.sim.law;

import io.capstan.checker.history.Event;
import io.capstan.checker.history.HistoryBuilder;
import io.capstan.checker.history.MalformedHistory;
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
        add(Events.invocation(operation, events));
        long process = operation.process();
        Value key = Value.of(operation.place());
        switch (operation.kind()) {
            case GET -> stream.read(process, key);
            case PUT -> stream.write(process, key, Events.value(operation.value()));
            case DELETE -> stream.write(process, key, Value.nil());
            case CAS ->
                    stream.cas(
                            process,
                            key,
                            Events.value(operation.expected()),
                            Events.value(operation.value()));
        }
    }

    @Override
    public void completed(Operation operation) {
        if (!operation.isLinearizable()) return;
        add(Events.completion(operation, events));
        watch(operation);
    }

    /// Judges at once, so that the run stops where it went wrong; the story is then the shortest
    /// that the judge of whole histories finds.
    private void watch(Operation operation) {
        Optional<Violation> violation =
                switch (operation.result()) {
                    case OK ->
                            operation.isRead()
                                    ? stream.ok(operation.process(), Events.value(operation.read()))
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

    private void add(Event event) {
        events++;
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
