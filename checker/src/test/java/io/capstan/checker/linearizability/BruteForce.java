package io.capstan.checker.linearizability;

import io.capstan.checker.history.History;
import io.capstan.checker.history.Kind;
import io.capstan.checker.history.Outcome;

/// Linearizability by its definition: tries every order. For a handful of operations of one key.
final class BruteForce {
    private final History history;
    private final boolean[] placed;

    private BruteForce(History history) {
        this.history = history;
        this.placed = new boolean[history.size()];
    }

    static boolean linearizable(History history) {
        return new BruteForce(history).search(history.initial());
    }

    private boolean search(int state) {
        boolean complete = true;
        for (int row = 0; row < placed.length; row++) {
            complete &= placed[row] || history.outcome(row) != Outcome.OK;
        }
        if (complete) {
            return true;
        }
        for (int row = 0; row < placed.length; row++) {
            if (!placed[row] && mayComeNext(row) && fits(row, state)) {
                placed[row] = true;
                if (search(after(row, state))) {
                    return true;
                }
                placed[row] = false;
            }
        }
        return false;
    }

    private boolean mayComeNext(int row) {
        if (history.outcome(row) == Outcome.FAIL) {
            return false;
        }
        for (int other = 0; other < placed.length; other++) {
            boolean before =
                    history.outcome(other) == Outcome.OK
                            && history.completed(other) < history.invoked(row);
            if (before && !placed[other]) {
                return false;
            }
        }
        return true;
    }

    private boolean fits(int row, int state) {
        boolean unknownRead =
                history.kind(row) == Kind.READ && history.outcome(row) == Outcome.INFO;
        return unknownRead || history.kind(row) == Kind.WRITE || history.first(row) == state;
    }

    private int after(int row, int state) {
        return switch (history.kind(row)) {
            case READ -> state;
            case WRITE -> history.first(row);
            case CAS -> history.second(row);
        };
    }
}
