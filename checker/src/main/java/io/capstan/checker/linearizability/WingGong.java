package io.capstan.checker.linearizability;

import io.capstan.checker.history.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Depth-first search for an order that explains the history (Wing & Gong 1993), with Lowe's list
/// of events, from which a placed operation is lifted and to which it returns on the way back, and
/// his memory of configurations that led nowhere (Lowe 2017, section 3). Iterative: depth is the
/// number of operations.
///
/// Three reductions, each of which keeps the verdict:
///
/// 1. An operation that is possible now and changes nothing (a read of the present value) is placed
///    at once and no alternative is tried: any order that places it later also works with it here.
/// 2. Crashed operations that do the same thing are interchangeable; the earliest goes first.
/// 3. A configuration is held as the first unplaced operation and the bits beyond it, with crashed
///    operations apart, so that it stays small however long the history.
final class WingGong {
    private static final int NONE = -1;

    private final KeyHistory history;
    private final Budget budget;
    private final Configurations seen = new Configurations();

    /// Events in a doubly linked list; slot 0 is the head, event e is slot e + 1.
    private final int[] events;

    private final int[] next;
    private final int[] previous;
    private final int[] callSlot;
    private final int[] returnSlot;

    /// Position of each operation among those with a completion, or among the crashed.
    private final int[] rank;

    private final int[] earlierTwin;
    private final boolean[] placed;
    private final long[] done;
    private final long[] spent;
    private int firstUndone;
    private int lastDone = NONE;
    private int remaining;

    private final int[] stack;
    private final int[] stateBefore;
    private final boolean[] forced;
    private final int[] lastDoneBefore;
    private int depth;
    private int state;

    private WingGong(KeyHistory history, Budget budget) {
        this.history = history;
        this.budget = budget;
        int n = history.size();
        events = history.events();
        next = new int[events.length + 1];
        previous = new int[events.length + 1];
        callSlot = new int[n];
        returnSlot = new int[n];
        rank = new int[n];
        earlierTwin = new int[n];
        placed = new boolean[n];
        stack = new int[n];
        stateBefore = new int[n];
        forced = new boolean[n];
        lastDoneBefore = new int[n];
        state = history.initial;
        linkEvents();
        int crashed = rankOperations();
        done = new long[words(n - crashed)];
        spent = new long[words(crashed)];
        remaining = n - crashed;
    }

    static Judgement judge(KeyHistory history, Budget budget) {
        long columns = 60L * history.size();
        if (!budget.take(columns)) {
            return new Judgement.Undecided(budget.reason());
        }
        return new WingGong(history, budget).search();
    }

    private static int words(int bits) {
        return (bits + Long.SIZE - 1) / Long.SIZE;
    }

    private void linkEvents() {
        Arrays.fill(returnSlot, NONE);
        for (int e = 0; e <= events.length; e++) {
            next[e] = e < events.length ? e + 1 : NONE;
            previous[e] = e - 1;
        }
        for (int e = 0; e < events.length; e++) {
            int operation = events[e] >> 1;
            if (isReturn(e + 1)) {
                returnSlot[operation] = e + 1;
            } else {
                callSlot[operation] = e + 1;
            }
        }
    }

    private record Deed(Kind kind, int first, int second) {}

    /// Returns the number of crashed operations.
    private int rankOperations() {
        Map<Deed, Integer> latestTwin = new LinkedHashMap<>();
        int completed = 0;
        int crashed = 0;
        for (int i = 0; i < rank.length; i++) {
            earlierTwin[i] = NONE;
            if (history.crashed(i)) {
                rank[i] = crashed++;
                Deed deed = new Deed(history.kind[i], history.first[i], history.second[i]);
                Integer twin = latestTwin.put(deed, i);
                earlierTwin[i] = twin == null ? NONE : twin;
            } else {
                rank[i] = completed++;
            }
        }
        return crashed;
    }

    private boolean isReturn(int slot) {
        return (events[slot - 1] & 1) == 1;
    }

    private int operation(int slot) {
        return events[slot - 1] >> 1;
    }

    private Judgement search() {
        int slot = next[0];
        while (remaining > 0) {
            if (!budget.step()) {
                return new Judgement.Undecided(budget.reason());
            }
            if (isReturn(slot)) {
                slot = retreat();
                if (slot == NONE) {
                    return new Judgement.Broken(Judgement.Broken.SOMEWHERE);
                }
            } else if (tryPlace(operation(slot))) {
                slot = next[0];
            } else {
                slot = next[slot];
            }
        }
        return new Judgement.Linearizable();
    }

    /// Takes back the last choice that had an alternative; the slot to go on from, or none.
    private int retreat() {
        while (depth > 0) {
            int operation = unplace();
            if (!forced[depth]) {
                return next[callSlot[operation]];
            }
        }
        return NONE;
    }

    private boolean tryPlace(int i) {
        boolean possible = history.kind[i] == Kind.WRITE || history.first[i] == state;
        if (!possible || hasUnplacedTwin(i)) {
            return false;
        }
        int before = state;
        boolean changesNothing = history.kind[i] != Kind.WRITE && history.second[i] == before;
        place(i, changesNothing);
        if (changesNothing || isNew()) {
            return true;
        }
        unplace();
        return false;
    }

    private boolean hasUnplacedTwin(int i) {
        return earlierTwin[i] != NONE && !placed[earlierTwin[i]];
    }

    private void place(int i, boolean withoutAlternative) {
        stack[depth] = i;
        stateBefore[depth] = state;
        forced[depth] = withoutAlternative;
        lastDoneBefore[depth] = lastDone;
        depth++;
        state = history.second[i];
        placed[i] = true;
        lift(callSlot[i]);
        if (history.crashed(i)) {
            spent[rank[i] / Long.SIZE] |= 1L << rank[i];
            return;
        }
        lift(returnSlot[i]);
        remaining--;
        done[rank[i] / Long.SIZE] |= 1L << rank[i];
        lastDone = Math.max(lastDone, rank[i]);
        while (firstUndone <= lastDone && isDone(firstUndone)) {
            firstUndone++;
        }
    }

    private int unplace() {
        int i = stack[--depth];
        state = stateBefore[depth];
        placed[i] = false;
        if (history.crashed(i)) {
            spent[rank[i] / Long.SIZE] &= ~(1L << rank[i]);
        } else {
            unlift(returnSlot[i]);
            remaining++;
            done[rank[i] / Long.SIZE] &= ~(1L << rank[i]);
            firstUndone = Math.min(firstUndone, rank[i]);
            lastDone = lastDoneBefore[depth];
        }
        unlift(callSlot[i]);
        return i;
    }

    private boolean isDone(int bit) {
        return (done[bit / Long.SIZE] & (1L << bit)) != 0;
    }

    private void lift(int slot) {
        next[previous[slot]] = next[slot];
        if (next[slot] != NONE) {
            previous[next[slot]] = previous[slot];
        }
    }

    private void unlift(int slot) {
        next[previous[slot]] = slot;
        if (next[slot] != NONE) {
            previous[next[slot]] = slot;
        }
    }

    /// Remembers the present configuration; true if the search was never here before.
    private boolean isNew() {
        int from = firstUndone / Long.SIZE;
        int to = lastDone < firstUndone ? from : lastDone / Long.SIZE + 1;
        long[] words = new long[1 + (to - from) + spent.length];
        words[0] = ((long) firstUndone << Integer.SIZE) | state;
        System.arraycopy(done, from, words, 1, to - from);
        System.arraycopy(spent, 0, words, 1 + to - from, spent.length);
        budget.take(Configurations.bytes(words.length));
        return seen.add(words);
    }
}
