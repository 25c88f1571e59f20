package io.capstan.checker.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Pairs invocations with completions, one event at a time, and says precisely what does not pair.
///
/// Refused: a completion without an invocation, a second invocation of a process that still has one
/// under way, a completion of another function or another value than invoked, a function the
/// workload does not know. Taken as they are: operations still open at the end (unknown outcome), a
/// process that invokes again after `info` (the crashed operation stays open beside the new one).
///
/// Events of other processes than clients ([Event#isClient]) are counted and skipped.
public final class HistoryBuilder {
    /// Heap per operation: eight columns, grown by half, held twice while copied.
    private static final long OPERATION_BYTES = 80;

    /// Heap per event: its line, in a column that grows likewise.
    private static final long EVENT_BYTES = 10;

    /// Heap per operation under way: its event and the map entry.
    private static final long OPEN_BYTES = 250;

    private final Workload workload;
    private final Value initial;
    private final Interner values = new Interner();
    private final Interner keys = new Interner();
    private final Interner processes = new Interner();
    private final Map<Value, Open> open = new LinkedHashMap<>();
    private final List<Kind> kind = new ArrayList<>();
    private final List<Outcome> outcome = new ArrayList<>();
    private final IntColumn process = new IntColumn();
    private final IntColumn key = new IntColumn();
    private final IntColumn first = new IntColumn();
    private final IntColumn second = new IntColumn();
    private final IntColumn invoked = new IntColumn();
    private final IntColumn completed = new IntColumn();
    private final IntColumn lines = new IntColumn();
    private int events;
    private int skipped;
    private long lastIndex = Event.NO_INDEX;
    private final Registers registers = new Registers();
    private final Interner pairKeys = new Interner();
    private final IntColumn pairKey = new IntColumn();
    private boolean manyRegisters;

    private record Open(int operation, Event invocation) {}

    public HistoryBuilder(Workload workload, Value initial) {
        this.workload = workload;
        this.initial = initial;
        values.number(Value.nil());
        values.number(initial);
    }

    /// Takes the next event.
    public void add(Event event) throws MalformedHistory {
        requireOrder(event);
        int number = events++;
        lines.add((int) event.place().line());
        if (!Event.isClient(event.process())) {
            skipped++;
            return;
        }
        switch (event.type()) {
            case INVOKE -> invoke(event, number);
            case OK -> complete(event, number, Outcome.OK);
            case FAIL -> complete(event, number, Outcome.FAIL);
            case INFO -> complete(event, number, Outcome.INFO);
        }
    }

    private void requireOrder(Event event) throws MalformedHistory {
        if (event.index() == Event.NO_INDEX) {
            return;
        }
        if (event.index() <= lastIndex) {
            throw new MalformedHistory(
                    event.place(),
                    ":index "
                            + event.index()
                            + " follows :index "
                            + lastIndex
                            + "; sort the operations by :index");
        }
        lastIndex = event.index();
    }

    private void invoke(Event event, int number) throws MalformedHistory {
        Open before = open.get(event.process());
        if (before != null) {
            throw new MalformedHistory(
                    event.place(),
                    "process "
                            + event.process()
                            + " invokes :"
                            + event.function()
                            + " while its :"
                            + before.invocation.function()
                            + " of "
                            + before.invocation.place()
                            + " has no completion; a crashed process must return under a new id");
        }
        Workload.Call call = workload.call(event);
        Registers.requireOneRegister(event, workload.isKeyed());
        if (!workload.isKeyed()) {
            registers.invoked(event, call.kind());
            pairKey.add(pairKeys.number(Registers.keyOf(event.valueOrNil())));
        }
        open.put(event.process(), new Open(kind.size(), event));
        kind.add(call.kind());
        outcome.add(Outcome.INFO);
        process.add(processes.number(event.process()));
        key.add(keys.number(call.key()));
        first.add(values.number(call.first()));
        second.add(values.number(call.second()));
        invoked.add(number);
        completed.add(History.NEVER);
    }

    private void complete(Event event, int number, Outcome became) throws MalformedHistory {
        Open call = open.remove(event.process());
        if (call == null) {
            throw new MalformedHistory(
                    event.place(),
                    "process "
                            + event.process()
                            + " completes :"
                            + event.function()
                            + " but has no operation under way; its invocation is missing");
        }
        requireSameFunction(event, call.invocation);
        outcome.set(call.operation, became);
        if (became == Outcome.INFO) {
            return;
        }
        completed.set(call.operation, number);
        if (became == Outcome.OK) {
            Workload.Call asked = workload.call(call.invocation);
            if (asked.kind() == Kind.READ) {
                registers.read(event, call.invocation);
                first.set(call.operation, values.number(workload.result(event, call.invocation)));
            } else {
                requireSameValue(event, call.invocation);
            }
        }
    }

    private static void requireSameFunction(Event event, Event invocation) throws MalformedHistory {
        if (!event.function().equals(invocation.function())) {
            throw new MalformedHistory(
                    event.place(),
                    "process "
                            + event.process()
                            + " completes :"
                            + event.function()
                            + " but invoked :"
                            + invocation.function()
                            + " at "
                            + invocation.place());
        }
    }

    private static void requireSameValue(Event event, Event invocation) throws MalformedHistory {
        Value answer = event.valueOrNil();
        if (!answer.equals(Value.nil()) && !answer.equals(invocation.value())) {
            throw new MalformedHistory(
                    event.place(),
                    "process "
                            + event.process()
                            + " completes :"
                            + event.function()
                            + " with value "
                            + answer
                            + " but invoked it with "
                            + invocation.valueOrNil()
                            + " at "
                            + invocation.place());
        }
    }

    /// Roughly the heap held so far.
    public long bytes() {
        return kind.size() * OPERATION_BYTES
                + events * EVENT_BYTES
                + open.size() * OPEN_BYTES
                + values.bytes()
                + keys.bytes()
                + pairKeys.bytes()
                + processes.bytes();
    }

    /// There are no more events: settles what only the whole history can tell.
    public void end() throws MalformedHistory {
        manyRegisters = registers.areMany();
    }

    /// The history of the events so far; operations under way have an unknown outcome.
    public History build() {
        if (manyRegisters) {
            splitPairs();
        }
        return new History(
                workload,
                workload.isKeyed() || manyRegisters || registers.haveField(),
                values.number(initial),
                events,
                skipped,
                values,
                manyRegisters ? pairKeys : keys,
                processes,
                kind.toArray(Kind[]::new),
                outcome.toArray(Outcome[]::new),
                process.toArray(),
                manyRegisters ? pairKey.toArray() : key.toArray(),
                first.toArray(),
                second.toArray(),
                invoked.toArray(),
                completed.toArray(),
                lines.toArray());
    }

    /// Takes the keys out of the values, which were taken as they came until it was known that they
    /// hold keys.
    private void splitPairs() {
        for (int row = 0; row < kind.size(); row++) {
            if (kind.get(row) == Kind.CAS) {
                Value pair = values.value(second.cell(row));
                first.set(row, values.number(Registers.keyOf(pair)));
                second.set(row, values.number(Registers.lastOfPair(pair)));
            } else {
                Value pair = values.value(first.cell(row));
                first.set(row, values.number(Registers.lastOfPair(pair)));
            }
        }
    }
}
