package io.capstan.verify.record;

import io.capstan.checker.history.Event;
import io.capstan.checker.history.History;
import io.capstan.checker.history.HistoryBuilder;
import io.capstan.checker.history.MalformedHistory;
import io.capstan.checker.history.Value;
import io.capstan.checker.history.Workload;
import io.capstan.sim.law.Events;
import io.capstan.sim.workload.Operation;
import io.capstan.sim.workload.OperationWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Everything that clients did, in the order in which it happened: an operation is noted before it
/// is sent and again after its answer came, so that what the order says of two operations is true.
///
/// Invariants
/// 1. Each operation is noted once as begun, at most once as ended, in that order.
/// 2. A process has one operation under way at most; after an unknown outcome it never returns.
///
/// One owner at a time; whoever has several threads guards it.
public final class Chronicle {
    /// The name of the table under test.
    public static final String TABLE = "verify";

    /// The most operations of a run; clients stop there.
    public static final int MAX_OPERATIONS = 2_000_000;

    /// An operation and how it went: why it did not succeed (empty where it did), and how often it
    /// was sent.
    public record Entry(Operation operation, String reason, int attempts) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();
    private long lastProcess;

    /// A process id that nobody has used.
    public long newProcess() {
        return ++lastProcess;
    }

    public boolean isFull() {
        return entries.size() >= MAX_OPERATIONS;
    }

    /// The operation begins; returns its number.
    public int begin(Operation operation) {
        entries.add(new Entry(operation, "", 0));
        order.add(entries.size() - 1);
        return entries.size() - 1;
    }

    /// It has ended and is settled.
    public void end(int number, String reason, int attempts) {
        entries.set(number, new Entry(entries.get(number).operation(), reason, attempts));
        order.add(-1 - number);
    }

    /// By the time at which they began.
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /// Every key that an operation has named.
    public List<String> keys() {
        TreeSet<String> keys = new TreeSet<>();
        entries.forEach(e -> keys.add(e.operation().key()));
        return List.copyOf(keys);
    }

    /// Shows every beginning and end again, in order.
    public void replay(OperationWatch watch) {
        for (int mark : order) {
            if (mark >= 0) watch.invoked(entries.get(mark).operation());
            else watch.completed(entries.get(-1 - mark).operation());
        }
    }

    /// Every beginning and end of the linearizable operations as the events of a history.
    public void events(Consumer<Event> sink) {
        replay(
                new OperationWatch() {
                    private long number;

                    @Override
                    public void invoked(Operation operation) {
                        if (operation.isLinearizable())
                            sink.accept(Events.invocation(operation, number++));
                    }

                    @Override
                    public void completed(Operation operation) {
                        if (operation.isLinearizable())
                            sink.accept(Events.completion(operation, number++));
                    }
                });
    }

    /// The linearizable operations as a history to judge. Row n of it is the n-th linearizable
    /// operation by beginning.
    public History history() {
        HistoryBuilder builder = new HistoryBuilder(Workload.KV, Value.nil());
        events(event -> add(builder, event));
        return builder.build();
    }

    private static void add(HistoryBuilder builder, Event event) {
        try {
            builder.add(event);
        } catch (MalformedHistory e) {
            throw new IllegalStateException("the clients recorded a history that pairs badly", e);
        }
    }
}
