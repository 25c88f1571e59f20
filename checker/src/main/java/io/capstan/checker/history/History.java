package io.capstan.checker.history;

import java.util.Arrays;

/// Operations in the order of their invocation, held in columns: some forty bytes each, so that
/// millions fit a small heap.
///
/// Invariants
/// 1. `invoked` rises from row to row; `completed` is later than `invoked`, or [#NEVER].
/// 2. Values, keys and processes are numbers; equal numbers are equal values. Number 0 is nil.
/// 3. A read's first value is what it read if its outcome is OK, and nil otherwise.
public final class History {
    /// The completion of an operation whose outcome is unknown: later than every event.
    public static final int NEVER = Integer.MAX_VALUE;

    private final Workload workload;
    private final boolean keyed;
    private final int initial;
    private final int events;
    private final int skipped;
    private final Interner values;
    private final Interner keys;
    private final Interner processes;
    private final Kind[] kind;
    private final Outcome[] outcome;
    private final int[] process;
    private final int[] key;
    private final int[] first;
    private final int[] second;
    private final int[] invoked;
    private final int[] completed;
    private final int[] lines;

    History(
            Workload workload,
            boolean keyed,
            int initial,
            int events,
            int skipped,
            Interner values,
            Interner keys,
            Interner processes,
            Kind[] kind,
            Outcome[] outcome,
            int[] process,
            int[] key,
            int[] first,
            int[] second,
            int[] invoked,
            int[] completed,
            int[] lines) {
        this.workload = workload;
        this.keyed = keyed;
        this.initial = initial;
        this.events = events;
        this.skipped = skipped;
        this.values = values;
        this.keys = keys;
        this.processes = processes;
        this.kind = kind;
        this.outcome = outcome;
        this.process = process;
        this.key = key;
        this.first = first;
        this.second = second;
        this.invoked = invoked;
        this.completed = completed;
        this.lines = lines;
    }

    /// Number of operations.
    public int size() {
        return kind.length;
    }

    /// Number of events read, those of non-clients included.
    public int events() {
        return events;
    }

    /// Number of events that were not a client's.
    public int skippedEvents() {
        return skipped;
    }

    public Workload workload() {
        return workload;
    }

    /// Whether operations name keys, because the workload has them or because this history does.
    public boolean isKeyed() {
        return keyed;
    }

    /// Number of distinct keys; one for workloads without keys, none for an empty history.
    public int keyCount() {
        return keys.size();
    }

    /// Number of distinct values, nil and the initial value included.
    public int valueCount() {
        return values.size();
    }

    /// The number of the value every key holds at first.
    public int initial() {
        return initial;
    }

    public Kind kind(int row) {
        return kind[row];
    }

    public Outcome outcome(int row) {
        return outcome[row];
    }

    /// What was read or written, or what a compare-and-set expected.
    public int first(int row) {
        return first[row];
    }

    /// What a compare-and-set sets.
    public int second(int row) {
        return second[row];
    }

    public int invoked(int row) {
        return invoked[row];
    }

    /// Number of the completing event; [#NEVER] if the outcome is unknown.
    public int completed(int row) {
        return completed[row];
    }

    /// The line of its source on which an event stands; 0 where it has none.
    public int line(int event) {
        return lines[event];
    }

    public Value value(int number) {
        return values.value(number);
    }

    public Value key(int number) {
        return keys.value(number);
    }

    /// The operation of a row, for people.
    public Operation operation(int row) {
        return new Operation(
                row,
                processes.value(process[row]),
                kind(row),
                keys.value(key[row]),
                values.value(first[row]),
                values.value(second[row]),
                outcome(row),
                invoked[row],
                completed[row]);
    }

    /// The rows of each key, in order; keys in order of their first appearance.
    public int[][] rowsByKey() {
        int[] counts = new int[keys.size()];
        for (int k : key) {
            counts[k]++;
        }
        int[][] rows = new int[counts.length][];
        for (int k = 0; k < rows.length; k++) {
            rows[k] = new int[counts[k]];
        }
        Arrays.fill(counts, 0);
        for (int row = 0; row < key.length; row++) {
            int k = key[row];
            rows[k][counts[k]++] = row;
        }
        return rows;
    }
}
