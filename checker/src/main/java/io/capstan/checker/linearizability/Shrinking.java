package io.capstan.checker.linearizability;

import java.util.Arrays;
import java.util.BitSet;

/// Makes a part of a broken history that is still broken, by leaving out what does not matter
/// (delta debugging, Zeller & Hildebrandt 2002), and that proves the whole to be broken.
///
/// The proof needs care. Leaving out a read is harmless: an order that explains the whole explains
/// the rest. Leaving out an operation that sets `v` is harmless only if nobody who observes `v` is
/// kept; otherwise the part might be broken merely because the write is missing. So whoever
/// observes a value is left out before, or together with, who sets it.
///
/// What happens after the completion that broke the history is dropped first; operations under way
/// at that moment may take effect or not. If the part stays large, it may begin at a moment when
/// nothing is under way and all explanations agree on what the register holds ([LatestCut]).
final class Shrinking {
    /// Steps of the engines for one way to shrink; then the part stays as small as it is.
    private static final long MAX_STEPS = 5_000_000;

    /// A part of that size is told from the beginning rather than from a cut.
    private static final int EASILY_TOLD = 12;

    private final Limits limits;
    private long stepsLeft = MAX_STEPS;

    /// Whether the violation needs no search; then none is made for its parts.
    private boolean obvious;

    private Shrinking(Limits limits) {
        this.limits = limits;
    }

    /// @param operations a broken history
    /// @param at the operation whose completion broke it
    static KeyHistory of(KeyHistory operations, int at, Limits limits) {
        return new Shrinking(limits).shrink(operations, at);
    }

    private KeyHistory shrink(KeyHistory operations, int at) {
        KeyHistory prefix = operations.upTo(operations.ret[at]);
        obvious = Contradictions.find(prefix) >= 0;
        KeyHistory whole = isBroken(prefix) ? prefix : operations;
        KeyHistory best = withoutOperations(withoutValues(whole));
        if (best.size() <= EASILY_TOLD) {
            return best;
        }
        stepsLeft = MAX_STEPS;
        KeyHistory later = LatestCut.of(whole, limits);
        return later.size() < best.size() && isBroken(later)
                ? withoutOperations(withoutValues(later))
                : best;
    }

    private boolean isBroken(KeyHistory part) {
        if (stepsLeft <= 0 || limits.patience().isOver()) {
            return false;
        }
        if (obvious) {
            stepsLeft -= part.size();
            return Contradictions.find(part) >= 0;
        }
        if (Zones.apply(part)) {
            stepsLeft -= part.size();
            return Zones.judge(part) instanceof Judgement.Broken;
        }
        Budget budget = new Budget(limits, stepsLeft);
        boolean broken = Frontier.judge(part, budget, Breadth.WIDE) instanceof Judgement.Broken;
        stepsLeft -= budget.steps() + part.size();
        return broken;
    }

    /// Leaves out all operations about some values, in ever smaller groups.
    private KeyHistory withoutValues(KeyHistory start) {
        KeyHistory best = start;
        for (int group = (start.valueCount + 1) / 2; group >= 1; group /= 2) {
            for (int value = 0; value < start.valueCount; value += group) {
                BitSet out = new BitSet();
                for (int i = 0; i < best.size(); i++) {
                    boolean about =
                            within(best.first[i], value, group)
                                    || within(best.second[i], value, group);
                    out.set(i, about);
                }
                best = tried(best, out);
            }
        }
        return best;
    }

    private static boolean within(int value, int from, int length) {
        return value >= from && value < from + length;
    }

    /// Leaves out single operations and runs of them, the latest first, until nothing more goes.
    private KeyHistory withoutOperations(KeyHistory start) {
        KeyHistory best = start;
        for (int run = Math.max(1, start.size() / 2); run >= 1; run /= 2) {
            int before;
            do {
                before = best.size();
                for (int end = best.size(); end > 0; end -= run) {
                    BitSet out = new BitSet();
                    out.set(
                            Math.max(0, Math.min(end, best.size()) - run),
                            Math.min(end, best.size()));
                    best = tried(best, out);
                }
            } while (run == 1 && best.size() < before);
        }
        return best;
    }

    /// The part without these operations if it is still broken; the same part otherwise.
    private KeyHistory tried(KeyHistory part, BitSet out) {
        keepObserved(part, out);
        if (out.isEmpty()) {
            return part;
        }
        int[] kept = new int[part.size() - out.cardinality()];
        int n = 0;
        for (int i = 0; i < part.size(); i++) {
            if (!out.get(i)) {
                kept[n++] = i;
            }
        }
        KeyHistory smaller = part.only(Arrays.copyOf(kept, n));
        return isBroken(smaller) ? smaller : part;
    }

    /// Takes back from `out` whatever sets a value that somebody kept observes.
    private static void keepObserved(KeyHistory part, BitSet out) {
        boolean changed = true;
        while (changed) {
            boolean[] observed = new boolean[part.valueCount];
            for (int i = out.nextClearBit(0); i < part.size(); i = out.nextClearBit(i + 1)) {
                if (part.observes(i, part.first[i])) {
                    observed[part.first[i]] = true;
                }
            }
            int before = out.cardinality();
            for (int i = out.nextSetBit(0); i >= 0; i = out.nextSetBit(i + 1)) {
                if (part.produces(i, part.second[i]) && observed[part.second[i]]) {
                    out.clear(i);
                }
            }
            changed = out.cardinality() < before;
        }
    }
}
