package io.capstan.checker.linearizability;

import io.capstan.checker.history.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The search, at one completion, for useful chains of open operations that end with the one that
/// completed; short chains first.
///
/// A step costs a few words of bits, however many operations are open: what each value has to do
/// with them is looked up once, in [ValueIndex].
final class Chains {
    private final Slots slots;
    private final ValueIndex index;
    private final Foresight foresight;
    private final Budget budget;
    private final int target;
    private final Antichain reached;
    private final Antichain visited;
    private final Deque<Configuration> pending = new ArrayDeque<>();
    private long held;

    /// @param target the operation that completed
    /// @param reached takes every configuration that a chain leads to
    Chains(Slots slots, Foresight foresight, Budget budget, int target, Antichain reached) {
        this.slots = slots;
        this.index = new ValueIndex(slots);
        this.foresight = foresight;
        this.budget = budget;
        this.target = target;
        this.reached = reached;
        this.visited = new Antichain(slots.reads);
    }

    /// Follows chains from the starts as far as the breadth allows; false if some were not
    /// followed.
    boolean follow(List<Configuration> starts, Breadth breadth) {
        for (Configuration start : starts) {
            if (visited.add(start)) {
                pending.add(start);
            }
        }
        int steps = 0;
        while (!pending.isEmpty() && budget.step()) {
            if (++steps > breadth.chainSteps() || reached.size() >= breadth.configurations()) {
                return false;
            }
            goOnFrom(pending.remove());
        }
        return true;
    }

    /// Bytes taken from the budget, to be given back when the search is forgotten.
    long held() {
        return held;
    }

    private void goOnFrom(Configuration c) {
        if (!slots.isQuiet(target) && slots.isPossible(c, target)) {
            reached.add(step(c, target));
        }
        long[] casFromHere = index.casFrom(c.state);
        for (int w = 0; w < slots.words; w++) {
            long possible = (index.writes()[w] | casFromHere[w]) & ~c.used[w];
            while (possible != 0) {
                int x = w * Long.SIZE + Long.numberOfTrailingZeros(possible);
                possible &= possible - 1;
                if (x != target && isUseful(c, x)) {
                    goOnWith(step(c, x));
                }
            }
        }
    }

    private void goOnWith(Configuration d) {
        if (d.isUsed(target)) {
            reached.add(d);
        } else if (visited.add(d) && budget.take(d.bytes())) {
            held += d.bytes();
            pending.add(d);
        }
    }

    /// Of an operation that is possible and changes the register: whether it is worth a step.
    private boolean isUseful(Configuration c, int x) {
        if (slots.hasUnusedTwinBefore(c, x)) {
            return false;
        }
        boolean isEndInItself = slots.kind[x] == Kind.CAS && !Bits.has(slots.crashed, x);
        return isEndInItself || index.isWanted(c, slots.second[x]);
    }

    private Configuration step(Configuration c, int x) {
        int value = slots.second[x];
        Configuration d = c.copy(foresight.maySee(value) ? value : Frontier.UNSEEN);
        Bits.add(d.used, x);
        Bits.remove(d.free, x);
        if (slots.kind[x] == Kind.WRITE) {
            Bits.addAllBut(d.free, slots.liveWrites, d.used);
        }
        index.settle(d);
        return d;
    }
}
