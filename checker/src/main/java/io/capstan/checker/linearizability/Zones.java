package io.capstan.checker.linearizability;

import io.capstan.checker.history.Kind;
import java.util.Arrays;
import java.util.Comparator;

/// Decides histories of reads and writes in which every value is written at most once.
///
/// A write and the reads of its value form a cluster: in any order that explains the history they
/// stand together, the write first. The zone of a cluster lies between the earliest completion and
/// the latest invocation of its members. If the earliest completion comes first, the register held
/// the value during the whole zone (a forward zone); otherwise all members overlap and any moment
/// of the zone will do (a backward zone). The history is linearizable if and only if no read
/// completes before its write is invoked, no two forward zones overlap, and no backward zone lies
/// within a forward zone (Gibbons & Korach, "Testing shared memories", 1997). O(n log n).
///
/// The initial value counts as a write that completed before everything. A write of unknown outcome
/// that nobody read never happened; one that was read has no completion of its own.
final class Zones {
    /// The completion of the imagined write of the initial value.
    private static final int BEFORE_ALL = -1;

    private static final int NONE = -1;

    private final KeyHistory history;
    private final int[] writeCall;
    private final int[] earliestReturn;
    private final int[] latestCall;

    private Zones(KeyHistory history) {
        this.history = history;
        writeCall = new int[history.valueCount];
        earliestReturn = new int[history.valueCount];
        latestCall = new int[history.valueCount];
    }

    /// Whether this engine can decide the history.
    static boolean apply(KeyHistory history) {
        boolean[] written = new boolean[history.valueCount];
        written[history.initial] = true;
        for (int i = 0; i < history.size(); i++) {
            switch (history.kind[i]) {
                case READ -> {}
                case CAS -> {
                    return false;
                }
                case WRITE -> {
                    if (written[history.first[i]]) {
                        return false;
                    }
                    written[history.first[i]] = true;
                }
            }
        }
        return true;
    }

    static Judgement judge(KeyHistory history) {
        return new Zones(history).judge();
    }

    private Judgement judge() {
        measure();
        return readsFollowWrites() && zonesAreApart()
                ? new Judgement.Linearizable()
                : new Judgement.Broken(Judgement.Broken.SOMEWHERE);
    }

    private void measure() {
        Arrays.fill(writeCall, Integer.MAX_VALUE);
        Arrays.fill(earliestReturn, Integer.MAX_VALUE);
        Arrays.fill(latestCall, NONE);
        writeCall[history.initial] = BEFORE_ALL;
        earliestReturn[history.initial] = BEFORE_ALL;
        for (int i = 0; i < history.size(); i++) {
            int value = history.first[i];
            if (history.kind[i] == Kind.WRITE) {
                writeCall[value] = history.call[i];
            }
            earliestReturn[value] = Math.min(earliestReturn[value], history.ret[i]);
            latestCall[value] = Math.max(latestCall[value], history.call[i]);
        }
    }

    /// No write at all leaves the call at infinity, so this also finds values out of nowhere.
    private boolean readsFollowWrites() {
        for (int i = 0; i < history.size(); i++) {
            if (history.kind[i] == Kind.READ && history.ret[i] < writeCall[history.first[i]]) {
                return false;
            }
        }
        return true;
    }

    private boolean zonesAreApart() {
        Integer[] values = new Integer[history.valueCount];
        int n = 0;
        for (int value = 0; value < values.length; value++) {
            if (latestCall[value] != NONE) {
                values[n++] = value;
            }
        }
        Integer[] present = Arrays.copyOf(values, n);
        Arrays.sort(present, Comparator.comparingInt(this::start).thenComparingInt(v -> v));
        int forwardEnd = BEFORE_ALL;
        for (int value : present) {
            boolean forward = isForward(value);
            int end = forward ? latestCall[value] : earliestReturn[value];
            if (forward ? start(value) < forwardEnd : end < forwardEnd) {
                return false;
            }
            forwardEnd = forward ? end : forwardEnd;
        }
        return true;
    }

    private boolean isForward(int value) {
        return earliestReturn[value] < latestCall[value];
    }

    private int start(int value) {
        return Math.min(earliestReturn[value], latestCall[value]);
    }
}
