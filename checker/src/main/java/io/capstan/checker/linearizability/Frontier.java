package io.capstan.checker.linearizability;

import io.capstan.checker.history.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// All ways to explain what has been observed so far, as a breadth-first search that walks along
/// the history: just-in-time linearization (Lowe 2017, section 5).
///
/// Operations occupy a slot from invocation to completion. When one completes, each [Configuration]
/// in which it has not taken effect yet is continued by every useful chain of open operations that
/// ends with it; configurations without such a chain die. Once none is left, no order explains the
/// history, and this completion is what broke it.
///
/// What keeps the frontier small, each without changing the verdict:
///
/// 1. *Reads are placed at once* where the register holds their value; they change nothing.
/// 2. *Writes may hide.* When a write takes effect, any other write open at that moment may have
///    taken effect just before it, unseen; so may a write of the value that the register holds
///    anyway. It becomes free: nothing forces it any more, and no configuration is needed for each
///    subset of hidden writes.
/// 3. *Only useful steps*: in a chain, a write or crashed operation comes before the last place
///    only if an open operation wants to see what it sets.
/// 4. *Crashed operations are free* from the moment they crash, and those that do the same thing
///    are interchangeable.
/// 5. *Dominated configurations go* ([Configuration#dominates]).
/// 6. With [Foresight], values that nobody will observe are all the same.
///
/// Invariant: all configurations have the same number of words and no bit of a vacant slot.
final class Frontier {
    /// Stands for every value that nobody can observe any more.
    private static final int UNSEEN = -1;

    /// Kept configurations that a new one is compared with for dominance. Beyond it, dominated ones
    /// may stay: more work, same verdict.
    private static final int MAX_COMPARISONS = 512;

    private final Foresight foresight;
    private final Budget budget;
    private int words = 1;
    private Kind[] kind = new Kind[Long.SIZE];
    private int[] first = new int[Long.SIZE];
    private int[] second = new int[Long.SIZE];
    private long[] open = new long[1];
    private long[] crashed = new long[1];
    private long[] reads = new long[1];
    private long[] liveWrites = new long[1];
    private List<Configuration> configurations;
    private long held;

    Frontier(int initial, Foresight foresight, Budget budget) {
        this.foresight = foresight;
        this.budget = budget;
        this.configurations = List.of(new Configuration(initial, new long[1], new long[1]));
    }

    /// Runs through a whole history.
    static Judgement judge(KeyHistory history, Budget budget) {
        return new FrontierRun(history, budget).judge();
    }

    /// An operation is invoked; the slot it has until it completes. For a read the value is what it
    /// will have read: a read whose result is not known does not belong here.
    int invoke(Kind does, int from, int to) {
        int slot = vacantSlot();
        kind[slot] = does;
        first[slot] = from;
        second[slot] = to;
        Bits.add(open, slot);
        switch (does) {
            case READ -> Bits.add(reads, slot);
            case WRITE -> Bits.add(liveWrites, slot);
            case CAS -> {}
        }
        for (Configuration c : configurations) {
            settle(c, slot);
        }
        return slot;
    }

    private int vacantSlot() {
        for (int slot = 0; slot < words * Long.SIZE; slot++) {
            if (!Bits.has(open, slot)) {
                return slot;
            }
        }
        widen();
        return (words - 1) * Long.SIZE;
    }

    private void widen() {
        words++;
        int slots = words * Long.SIZE;
        kind = Arrays.copyOf(kind, slots);
        first = Arrays.copyOf(first, slots);
        second = Arrays.copyOf(second, slots);
        open = Arrays.copyOf(open, words);
        crashed = Arrays.copyOf(crashed, words);
        reads = Arrays.copyOf(reads, words);
        liveWrites = Arrays.copyOf(liveWrites, words);
        configurations = configurations.stream().map(c -> c.widened(words)).toList();
    }

    /// Whether the operation leaves the register as it finds it.
    private boolean isQuiet(int slot) {
        return kind[slot] != Kind.WRITE && first[slot] == second[slot];
    }

    /// The operation took effect; false if nothing explains that, or the budget ran out.
    boolean ok(int slot) {
        Set<Configuration> reached = new LinkedHashSet<>();
        Set<Configuration> visited = new LinkedHashSet<>();
        for (Configuration c : configurations) {
            if (c.isUsed(slot)) {
                reached.add(c);
                continue;
            }
            if (c.isFree(slot)) {
                reached.add(c);
                if (!foresight.maySee(second[slot])) {
                    continue;
                }
            }
            chainsTo(slot, c, visited, reached);
        }
        vacate(slot);
        replaceBy(reached, slot);
        return !configurations.isEmpty() && !budget.isExhausted();
    }

    /// The operation never took effect; false if all explanations needed it.
    boolean fail(int slot) {
        Set<Configuration> kept = new LinkedHashSet<>();
        for (Configuration c : configurations) {
            if (!c.isUsed(slot)) {
                kept.add(c);
            }
        }
        vacate(slot);
        replaceBy(kept, slot);
        return !configurations.isEmpty();
    }

    /// The operation's outcome is unknown: from now on it may take effect at any time, or never.
    void crash(int slot) {
        if (isQuiet(slot)) {
            vacate(slot);
            replaceBy(configurations, slot);
            return;
        }
        Bits.add(crashed, slot);
        Bits.remove(liveWrites, slot);
        List<Configuration> after = new ArrayList<>();
        for (Configuration c : configurations) {
            Configuration d = c.copy(c.state);
            if (!d.isUsed(slot)) {
                Bits.add(d.free, slot);
            }
            after.add(d);
        }
        replaceBy(after, -1);
    }

    private void vacate(int slot) {
        Bits.remove(open, slot);
        Bits.remove(crashed, slot);
        Bits.remove(reads, slot);
        Bits.remove(liveWrites, slot);
    }

    /// Adds to `reached` every configuration that a useful chain from `start` ending with `target`
    /// leads to.
    private void chainsTo(
            int target,
            Configuration start,
            Set<Configuration> visited,
            Set<Configuration> reached) {
        Deque<Configuration> pending = new ArrayDeque<>();
        if (visited.add(start)) {
            pending.push(start);
        }
        while (!pending.isEmpty() && budget.step()) {
            Configuration c = pending.pop();
            if (!isQuiet(target) && isPossible(c, target)) {
                reached.add(step(c, target));
            }
            for (int x = Bits.next(open, 0); x >= 0; x = Bits.next(open, x + 1)) {
                if (x == target || !isUseful(c, x)) {
                    continue;
                }
                Configuration d = step(c, x);
                if (d.isUsed(target)) {
                    reached.add(d);
                } else if (visited.add(d) && budget.take(d.bytes())) {
                    held += d.bytes();
                    pending.push(d);
                }
            }
        }
    }

    private boolean isPossible(Configuration c, int slot) {
        return !c.isUsed(slot) && (kind[slot] == Kind.WRITE || first[slot] == c.state);
    }

    private boolean isUseful(Configuration c, int x) {
        if (isQuiet(x) || !isPossible(c, x) || hasUnusedTwinBefore(c, x)) {
            return false;
        }
        boolean isEndInItself = kind[x] == Kind.CAS && !Bits.has(crashed, x);
        return isEndInItself || isWanted(c, x);
    }

    /// Whether an open operation other than x could use what x sets.
    private boolean isWanted(Configuration c, int x) {
        int value = second[x];
        for (int y = Bits.next(open, 0); y >= 0; y = Bits.next(open, y + 1)) {
            if (y != x && kind[y] != Kind.WRITE && first[y] == value && !c.isUsed(y)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasUnusedTwinBefore(Configuration c, int x) {
        return Bits.has(crashed, x) && unusedTwin(c, x, x) >= 0;
    }

    /// The first crashed operation before `limit` that does the same as x and is not used, or -1.
    private int unusedTwin(Configuration c, int x, int limit) {
        for (int y = Bits.next(crashed, 0); y >= 0 && y < limit; y = Bits.next(crashed, y + 1)) {
            if (y != x
                    && kind[y] == kind[x]
                    && first[y] == first[x]
                    && second[y] == second[x]
                    && !c.isUsed(y)) {
                return y;
            }
        }
        return -1;
    }

    private Configuration step(Configuration c, int x) {
        Configuration d = c.copy(seen(second[x]));
        Bits.add(d.used, x);
        Bits.remove(d.free, x);
        if (kind[x] == Kind.WRITE) {
            Bits.addAllBut(d.free, liveWrites, d.used);
        }
        for (int y = Bits.next(open, 0); y >= 0; y = Bits.next(open, y + 1)) {
            settle(d, y);
        }
        return d;
    }

    /// Takes note that an open operation would not change what the register holds: a read is
    /// placed, a write may be.
    private void settle(Configuration c, int y) {
        if (second[y] != c.state || c.isUsed(y)) {
            return;
        }
        if (isQuiet(y)) {
            Bits.add(c.used, y);
            Bits.remove(c.free, y);
        } else if (kind[y] == Kind.WRITE) {
            Bits.add(c.free, y);
        }
    }

    private int seen(int value) {
        return value == UNSEEN || foresight.maySee(value) ? value : UNSEEN;
    }

    /// Makes these the configurations, without the slot's bits, repetitions and dominated ones.
    private void replaceBy(Iterable<Configuration> candidates, int vacated) {
        List<Configuration> kept = new ArrayList<>();
        long bytes = 0;
        for (Configuration candidate : candidates) {
            Configuration c = tidied(candidate, vacated);
            if (isDominated(c, kept)) {
                continue;
            }
            kept.removeIf(other -> c.dominates(other, reads));
            kept.add(c);
            bytes += c.bytes();
        }
        budget.giveBack(held);
        budget.take(bytes);
        held = bytes;
        configurations = kept;
    }

    private Configuration tidied(Configuration candidate, int vacated) {
        Configuration c = candidate.copy(seen(candidate.state));
        if (vacated >= 0) {
            Bits.remove(c.used, vacated);
            Bits.remove(c.free, vacated);
        }
        for (int x = Bits.next(crashed, 0); x >= 0; x = Bits.next(crashed, x + 1)) {
            if (c.isUsed(x)) {
                int twin = unusedTwin(c, x, x);
                if (twin >= 0) {
                    Bits.add(c.used, twin);
                    Bits.remove(c.free, twin);
                    Bits.remove(c.used, x);
                    Bits.add(c.free, x);
                }
            }
        }
        return c;
    }

    private boolean isDominated(Configuration c, List<Configuration> kept) {
        int compared = Math.min(kept.size(), MAX_COMPARISONS);
        for (int i = 0; i < compared; i++) {
            if (kept.get(i).dominates(c, reads)) {
                return true;
            }
        }
        return false;
    }

    /// How many explanations there are at present.
    int size() {
        return configurations.size();
    }

    /// The values that the register may hold at present.
    int[] states() {
        return configurations.stream().mapToInt(c -> c.state).distinct().sorted().toArray();
    }
}
