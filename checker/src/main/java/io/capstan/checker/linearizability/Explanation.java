package io.capstan.checker.linearizability;

import io.capstan.checker.history.History;
import io.capstan.checker.history.Kind;
import io.capstan.checker.history.Operation;
import io.capstan.checker.history.Outcome;
import io.capstan.checker.history.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts a violation into words: what happened, and which of the well-known mistakes it looks like.
final class Explanation {
    /// Operations told one by one; of more, the latest.
    private static final int MAX_TOLD = 40;

    private final History history;
    private final int[] rows;
    private final KeyHistory part;
    private final List<Operation> operations;
    private final List<String> sentences = new ArrayList<>();

    private Explanation(History history, int[] rows, KeyHistory part) {
        this.history = history;
        this.rows = rows;
        this.part = part;
        this.operations = Arrays.stream(part.row).mapToObj(history::operation).toList();
    }

    /// @param rows all of the key's operations
    /// @param part those that prove the violation
    static Counterexample of(History history, int[] rows, KeyHistory part) {
        Explanation explanation = new Explanation(history, rows, part);
        explanation.tell();
        return new Counterexample(
                history.operation(rows[0]).key(), explanation.operations, explanation.sentences);
    }

    private void tell() {
        Optional<Operation> last =
                operations.stream()
                        .filter(o -> o.outcome() == Outcome.OK)
                        .max(Comparator.comparingInt(Operation::completed));
        last.ifPresent(o -> sentences.add(conclusion(o)));
        sentences.add(
                operations.size() == 1
                        ? "This operation alone proves it (numbers are events):"
                        : "These "
                                + operations.size()
                                + " operations alone prove it (numbers are events):");
        if (part.since < 0) {
            sentences.add("  at first the value is " + initial());
        } else {
            sentences.add(
                    "  after event "
                            + part.since
                            + ", with nothing under way, every explanation leaves the value "
                            + initial());
        }
        int skipped = Math.max(0, operations.size() - MAX_TOLD);
        if (skipped > 0) {
            sentences.add("  ... " + skipped + " operations before ...");
        }
        operations.stream().skip(skipped).forEach(o -> sentences.add("  " + line(o)));
    }

    private Value initial() {
        return history.value(part.global[part.initial]);
    }

    private String line(Operation o) {
        String end =
                switch (o.outcome()) {
                    case OK -> o.invoked() + ".." + o.completed();
                    case FAIL -> o.invoked() + ".." + o.completed() + ", failed";
                    case INFO -> o.invoked() + ".., outcome unknown";
                };
        return "process " + o.process() + ": " + o.deed() + "  (" + end + lines(o) + ")";
    }

    /// Where to look it up, for a history of one event a line.
    private String lines(Operation o) {
        int begin = history.line(o.invoked());
        if (begin == 0) return "";
        if (o.completed() == History.NEVER) return "; line " + begin;
        int end = history.line(o.completed());
        return begin == end ? "" : "; lines " + begin + " and " + end;
    }

    private String conclusion(Operation last) {
        String subject = told(last);
        if (last.kind() == Kind.WRITE) {
            return subject + ", but cannot be placed anywhere: " + noOrder();
        }
        Value seen = last.first();
        List<Operation> producers = producers(seen);
        if (producers.isEmpty() && !seen.equals(initial())) {
            return subject + ", but " + neverWritten(seen);
        }
        return future(last, seen, producers)
                .or(() -> stale(last, seen, producers))
                .or(() -> inversion(last, seen))
                .or(() -> lostUpdate(last))
                .map(reason -> subject + reason)
                .orElse(subject + ", and " + noOrder());
    }

    private static String told(Operation o) {
        return "Process " + o.process() + "'s " + o.deed() + " (" + when(o) + ") was accepted";
    }

    private static String when(Operation o) {
        return o.outcome() == Outcome.OK
                ? "events " + o.invoked() + ".." + o.completed()
                : "from event " + o.invoked() + " on";
    }

    private String noOrder() {
        return "no order of the operations below, each between its invocation and its completion,"
                + " explains it.";
    }

    /// Who could have set the value, of all the key's operations.
    private List<Operation> producers(Value value) {
        return Arrays.stream(rows)
                .mapToObj(history::operation)
                .filter(o -> o.outcome() != Outcome.FAIL && value.equals(set(o)))
                .toList();
    }

    /// What an operation sets; a read sets what it found, which is why it never counts.
    private static Optional<Value> setBy(Operation o) {
        return switch (o.kind()) {
            case READ -> Optional.empty();
            case WRITE -> Optional.of(o.first());
            case CAS -> Optional.of(o.second());
        };
    }

    private static @Nullable Value set(Operation o) {
        return setBy(o).orElse(null);
    }

    private String neverWritten(Value value) {
        Optional<Operation> failed =
                Arrays.stream(rows)
                        .mapToObj(history::operation)
                        .filter(o -> o.outcome() == Outcome.FAIL && value.equals(set(o)))
                        .findFirst();
        return failed.map(o ->
                        "the only one to set "
                                + value
                                + " was process "
                                + o.process()
                                + "'s "
                                + o.deed()
                                + " (events "
                                + o.invoked()
                                + ".."
                                + o.completed()
                                + "), which failed.")
                .orElse("nobody ever set " + value + ".");
    }

    private Optional<String> future(Operation last, Value seen, List<Operation> producers) {
        if (seen.equals(initial()) || producers.isEmpty()) {
            return Optional.empty();
        }
        Operation first = producers.getFirst();
        return first.invoked() > last.completed()
                ? Optional.of(
                        ", but "
                                + seen
                                + " was first set by process "
                                + first.process()
                                + "'s "
                                + first.deed()
                                + ", invoked only at event "
                                + first.invoked()
                                + ": it saw the future.")
                : Optional.empty();
    }

    /// Every write of the value was over before another began that was over before this began.
    private Optional<String> stale(Operation last, Value seen, List<Operation> producers) {
        int latest = seen.equals(initial()) ? part.since : -1;
        for (Operation producer : producers) {
            if (producer.invoked() < last.completed()) {
                latest = Math.max(latest, producer.completed());
            }
        }
        int settled = latest;
        return operations.stream()
                .filter(o -> o.outcome() == Outcome.OK && setBy(o).isPresent())
                .filter(o -> !seen.equals(set(o)))
                .filter(o -> o.invoked() > settled && o.completed() < last.invoked())
                .findFirst()
                .map(o ->
                        ", although process "
                                + o.process()
                                + "'s "
                                + o.deed()
                                + " had been acknowledged at event "
                                + o.completed()
                                + ", before it began, and everything that set "
                                + seen
                                + " was over before that: a stale value.");
    }

    /// Somebody had already seen a newer value.
    private Optional<String> inversion(Operation last, Value seen) {
        return operations.stream()
                .filter(o -> o.outcome() == Outcome.OK && o.kind() == Kind.READ)
                .filter(o -> !o.first().equals(seen) && o.completed() < last.invoked())
                .max(Comparator.comparingInt(Operation::completed))
                .map(o ->
                        ", although process "
                                + o.process()
                                + " had already read "
                                + o.first()
                                + " (events "
                                + o.invoked()
                                + ".."
                                + o.completed()
                                + "), which "
                                + noWayBack(seen));
    }

    private static String noWayBack(Value seen) {
        return "replaced " + seen + ": no order of the operations below leads back to it.";
    }

    /// Two compare-and-sets took the same value, and it was there once.
    private Optional<String> lostUpdate(Operation last) {
        return operations.stream()
                .filter(o -> o.outcome() == Outcome.OK && o.kind() == Kind.CAS)
                .filter(o -> last.kind() == Kind.CAS && o.index() != last.index())
                .filter(o -> o.first().equals(last.first()))
                .findFirst()
                .map(o ->
                        ", although process "
                                + o.process()
                                + "'s "
                                + o.deed()
                                + " ("
                                + when(o)
                                + ") took the same "
                                + o.first()
                                + ", and nothing put it back: an update was lost.");
    }
}
