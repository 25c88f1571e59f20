package io.capstan.checker.linearizability;

import io.capstan.checker.history.History;
import io.capstan.checker.history.Kind;
import java.util.Arrays;

/// Finds violations that need no search: a value observed that nobody can have set in time.
///
/// An operation observed `v`. Take every operation that sets `v` and was invoked before the
/// observer completed, the initial value counting as set before everything. If there is none, or if
/// all of them were over before some other change of the register was invoked, and that change was
/// over before the observer was invoked, then no order explains it: after that change the register
/// holds something else, and nobody puts `v` back. Operations of unknown outcome are never over, so
/// they excuse what they can. Finding nothing says nothing. O(n log n).
final class Contradictions {
    private static final int NONE = -1;

    /// The completion of the imagined write of the initial value.
    private static final int BEFORE_ALL = -1;

    private final KeyHistory history;

    /// The operations that change the register, by invocation, and the earliest completion of each
    /// and those after it.
    private final int[] changeCall;

    private final int[] earliestFrom;

    /// For each value, where its producers begin in the two columns that follow.
    private final int[] begin;

    private final int[] producerCall;

    /// The latest completion of the value's producers up to this one.
    private final int[] latestUpTo;

    private Contradictions(KeyHistory history) {
        this.history = history;
        int n = history.size();
        begin = new int[history.valueCount + 1];
        int changes = 0;
        for (int i = 0; i < n; i++) {
            if (changes(i)) {
                begin[history.second[i] + 1]++;
                changes++;
            }
        }
        for (int v = 0; v < history.valueCount; v++) {
            begin[v + 1] += begin[v];
        }
        changeCall = new int[changes];
        earliestFrom = new int[changes];
        producerCall = new int[changes];
        latestUpTo = new int[changes];
        gather();
    }

    /// An operation that nothing explains, or -1 if none is obvious.
    static int find(KeyHistory history) {
        return new Contradictions(history).find();
    }

    private boolean changes(int i) {
        return history.kind[i] != Kind.READ && !isQuiet(i);
    }

    private boolean isQuiet(int i) {
        return history.kind[i] == Kind.CAS && history.first[i] == history.second[i];
    }

    private void gather() {
        int[] end = Arrays.copyOf(begin, history.valueCount);
        int k = 0;
        for (int i = 0; i < history.size(); i++) {
            if (!changes(i)) {
                continue;
            }
            changeCall[k] = history.call[i];
            earliestFrom[k++] = history.ret[i];
            int value = history.second[i];
            int at = end[value]++;
            producerCall[at] = history.call[i];
            int before = at == begin[value] ? BEFORE_ALL : latestUpTo[at - 1];
            latestUpTo[at] = Math.max(before, history.ret[i]);
        }
        for (int i = earliestFrom.length - 2; i >= 0; i--) {
            earliestFrom[i] = Math.min(earliestFrom[i], earliestFrom[i + 1]);
        }
    }

    private int find() {
        int earliest = NONE;
        for (int i = 0; i < history.size(); i++) {
            boolean observer = history.kind[i] != Kind.WRITE && !history.crashed(i);
            boolean sooner = earliest == NONE || history.ret[i] < history.ret[earliest];
            if (observer && sooner && isInexplicable(i)) {
                earliest = i;
            }
        }
        return earliest;
    }

    private boolean isInexplicable(int i) {
        int value = history.first[i];
        int producers = before(producerCall, begin[value], begin[value + 1], history.ret[i]);
        if (producers == begin[value] && value != history.initial) {
            return true;
        }
        int settled = producers == begin[value] ? BEFORE_ALL : latestUpTo[producers - 1];
        if (settled == History.NEVER) {
            return false;
        }
        int later = before(changeCall, 0, changeCall.length, settled + 1);
        return later < changeCall.length && earliestFrom[later] < history.call[i];
    }

    /// The first index in a rising range whose number is not before the moment.
    private static int before(int[] rising, int from, int to, int moment) {
        int at = Arrays.binarySearch(rising, from, to, moment);
        return at < 0 ? -at - 1 : at;
    }
}
