package io.capstan.checker.linearizability;

import io.capstan.checker.history.History;
import io.capstan.checker.history.Kind;
import io.capstan.checker.history.Outcome;
import java.util.Arrays;

/// The operations of one key that constrain its order, by invocation.
///
/// Left out are operations that failed, reads of unknown outcome, and operations of unknown outcome
/// that cannot matter (see [Pruning]). Values are renumbered from 0 for this key alone.
///
/// Invariants: `call` rises; `ret[i] > call[i]`, and is [History#NEVER] if the outcome is unknown.
final class KeyHistory {
    final Kind[] kind;
    final int[] first;
    final int[] second;
    final int[] call;
    final int[] ret;
    final int initial;
    final int valueCount;

    /// Number in the whole history of each value of this key.
    final int[] global;

    /// The event after which the register held `initial`; -1 for the beginning.
    final int since;

    /// Row of the whole history that each operation came from.
    final int[] row;

    private KeyHistory(
            Kind[] kind,
            int[] first,
            int[] second,
            int[] call,
            int[] ret,
            int[] row,
            int initial,
            int[] global,
            int since) {
        this.kind = kind;
        this.first = first;
        this.second = second;
        this.call = call;
        this.ret = ret;
        this.row = row;
        this.initial = initial;
        this.valueCount = global.length;
        this.global = global;
        this.since = since;
    }

    /// The part of a history that lies in these rows.
    static KeyHistory of(History history, int[] rows) {
        int[] kept = new int[rows.length];
        int n = 0;
        for (int row : rows) {
            if (constrains(history, row)) {
                kept[n++] = row;
            }
        }
        return Pruning.withoutIdleCrashes(gather(history, Arrays.copyOf(kept, n)));
    }

    private static boolean constrains(History history, int row) {
        return switch (history.outcome(row)) {
            case OK -> true;
            case FAIL -> false;
            case INFO -> history.kind(row) != Kind.READ;
        };
    }

    private static KeyHistory gather(History history, int[] rows) {
        int n = rows.length;
        Kind[] kind = new Kind[n];
        int[] first = new int[n];
        int[] second = new int[n];
        int[] call = new int[n];
        int[] ret = new int[n];
        for (int i = 0; i < n; i++) {
            int row = rows[i];
            kind[i] = history.kind(row);
            first[i] = history.first(row);
            second[i] = kind[i] == Kind.CAS ? history.second(row) : history.first(row);
            call[i] = history.invoked(row);
            ret[i] = history.outcome(row) == Outcome.OK ? history.completed(row) : History.NEVER;
        }
        return renumbered(kind, first, second, call, ret, rows, history.initial());
    }

    /// For a compare-and-set `second` is what it sets; for the others it equals `first`.
    private static KeyHistory renumbered(
            Kind[] kind, int[] first, int[] second, int[] call, int[] ret, int[] row, int initial) {
        int n = kind.length;
        int[] all = Arrays.copyOf(first, 2 * n + 1);
        System.arraycopy(second, 0, all, n, n);
        all[2 * n] = initial;
        int[] distinct = Arrays.stream(all).sorted().distinct().toArray();
        for (int i = 0; i < n; i++) {
            first[i] = Arrays.binarySearch(distinct, first[i]);
            second[i] = Arrays.binarySearch(distinct, second[i]);
        }
        int start = Arrays.binarySearch(distinct, initial);
        return new KeyHistory(kind, first, second, call, ret, row, start, distinct, -1);
    }

    /// What was known at a moment: the operations invoked until then. Of those still under way the
    /// outcome is unknown.
    KeyHistory upTo(int moment) {
        int[] kept = new int[size()];
        int n = 0;
        for (int i = 0; i < size(); i++) {
            boolean underWay = ret[i] > moment;
            if (call[i] < moment && !(underWay && kind[i] == Kind.READ)) {
                kept[n++] = i;
            }
        }
        KeyHistory part = only(Arrays.copyOf(kept, n));
        for (int i = 0; i < n; i++) {
            part.ret[i] = part.ret[i] > moment ? History.NEVER : part.ret[i];
        }
        return part;
    }

    /// What was invoked after a moment when the register held a value, and what crashed before.
    KeyHistory from(int moment, int held) {
        int[] kept = new int[size()];
        int n = 0;
        for (int i = 0; i < size(); i++) {
            if (call[i] > moment || crashed(i)) {
                kept[n++] = i;
            }
        }
        KeyHistory part = only(Arrays.copyOf(kept, n));
        return new KeyHistory(
                part.kind,
                part.first,
                part.second,
                part.call,
                part.ret,
                part.row,
                held,
                global,
                moment);
    }

    /// The operations at these indices, which rise.
    KeyHistory only(int[] indices) {
        int n = indices.length;
        Kind[] someKinds = new Kind[n];
        int[][] columns = new int[5][n];
        for (int i = 0; i < n; i++) {
            int from = indices[i];
            someKinds[i] = kind[from];
            columns[0][i] = first[from];
            columns[1][i] = second[from];
            columns[2][i] = call[from];
            columns[3][i] = ret[from];
            columns[4][i] = row[from];
        }
        return new KeyHistory(
                someKinds,
                columns[0],
                columns[1],
                columns[2],
                columns[3],
                columns[4],
                initial,
                global,
                since);
    }

    int size() {
        return kind.length;
    }

    /// Whether the outcome is unknown, so that the operation may take effect at any later time.
    boolean crashed(int i) {
        return ret[i] == History.NEVER;
    }

    /// Whether the operation leaves `value` in the register when it takes effect.
    boolean produces(int i, int value) {
        return kind[i] != Kind.READ && second[i] == value;
    }

    /// Whether the operation can only take effect on a register that holds `value`.
    boolean observes(int i, int value) {
        return kind[i] != Kind.WRITE && first[i] == value;
    }

    /// Calls and returns in the order they happened: `operation * 2`, plus one for a return.
    int[] events() {
        long[] keyed = new long[2 * size()];
        int n = 0;
        for (int i = 0; i < size(); i++) {
            keyed[n++] = ((long) call[i] << Integer.SIZE) | (2L * i);
            if (!crashed(i)) {
                keyed[n++] = ((long) ret[i] << Integer.SIZE) | (2L * i + 1);
            }
        }
        Arrays.sort(keyed, 0, n);
        int[] events = new int[n];
        for (int i = 0; i < n; i++) {
            events[i] = (int) keyed[i];
        }
        return events;
    }

    /// For each value, the latest moment at which somebody may still observe it; -1 for never.
    int[] lastObserved() {
        int[] last = new int[valueCount];
        Arrays.fill(last, -1);
        for (int i = 0; i < size(); i++) {
            if (kind[i] != Kind.WRITE) {
                last[first[i]] = Math.max(last[first[i]], ret[i]);
            }
        }
        return last;
    }
}
