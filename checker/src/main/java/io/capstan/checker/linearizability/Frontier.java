package io.capstan.checker.linearizability;

import io.capstan.checker.history.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

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
/// Where even so there are too many, a [Breadth] cuts the search and [#isCut] says so.
///
/// Invariant: all configurations have the same number of words and no bit of a vacant slot; a
/// configuration in the list never changes.
final class Frontier {
    /// Stands for every value that nobody can observe any more.
    private static final int UNSEEN = -1;

    private final Foresight foresight;
    private final Budget budget;
    private final Breadth breadth;
    private boolean cut;
    private int words = 1;
    private Kind[] kind = new Kind[Long.SIZE];
    private int[] first = new int[Long.SIZE];
    private int[] second = new int[Long.SIZE];
    private int[] twinBefore = none(Long.SIZE);
    private long[] open = new long[1];
    private long[] crashed = new long[1];
    private long[] reads = new long[1];
    private long[] liveWrites = new long[1];
    private List<Configuration> configurations;
    private long held;

    Frontier(int initial, Foresight foresight, Budget budget, Breadth breadth) {
        this.foresight = foresight;
        this.budget = budget;
        this.breadth = breadth;
        this.configurations = List.of(new Configuration(initial, new long[1], new long[1]));
    }

    /// Runs through a whole history.
    static Judgement judge(KeyHistory history, Budget budget, Breadth breadth) {
        return new FrontierRun(history, budget, breadth).judge();
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
        configurations = configurations.stream().map(c -> settled(c, slot)).toList();
        return slot;
    }

    private static int[] none(int slots) {
        int[] none = new int[slots];
        Arrays.fill(none, -1);
        return none;
    }

    private Configuration settled(Configuration c, int slot) {
        if (second[slot] != c.state) {
            return c;
        }
        Configuration d = c.copy(c.state);
        settle(d, slot);
        return d;
    }

    /// The same frontier, to go on from here twice. Configurations are shared; they never change.
    Frontier copy() {
        return new Frontier(this);
    }

    private Frontier(Frontier other) {
        foresight = other.foresight;
        budget = other.budget;
        breadth = other.breadth;
        cut = other.cut;
        words = other.words;
        kind = other.kind.clone();
        first = other.first.clone();
        second = other.second.clone();
        twinBefore = other.twinBefore.clone();
        open = other.open.clone();
        crashed = other.crashed.clone();
        reads = other.reads.clone();
        liveWrites = other.liveWrites.clone();
        configurations = other.configurations;
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
        twinBefore = Arrays.copyOf(twinBefore, slots);
        Arrays.fill(twinBefore, slots - Long.SIZE, slots, -1);
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
        Antichain reached = new Antichain(reads);
        List<Configuration> behind = new ArrayList<>();
        for (Configuration c : configurations) {
            boolean explained = c.isUsed(slot) || c.isFree(slot);
            if (explained) {
                reached.add(c);
            }
            if (!explained || (c.isFree(slot) && foresight.maySee(second[slot]))) {
                behind.add(c);
            }
        }
        chainsTo(slot, behind, reached);
        return goOnWith(reached.toList(), slot);
    }

    /// The operation never took effect; false if all explanations needed it.
    boolean fail(int slot) {
        List<Configuration> kept = new ArrayList<>();
        for (Configuration c : configurations) {
            if (!c.isUsed(slot)) {
                kept.add(c);
            }
        }
        return goOnWith(kept, slot);
    }

    /// False, and everything stays as it was, if there is nothing to go on with.
    private boolean goOnWith(List<Configuration> next, int completed) {
        if (next.isEmpty() || budget.isExhausted()) {
            return false;
        }
        vacate(completed);
        replaceBy(next, completed);
        return true;
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
        linkTwins();
        List<Configuration> after = new ArrayList<>();
        for (Configuration c : configurations) {
            Configuration d = c.copy(c.state);
            if (!d.isUsed(slot)) {
                Bits.add(d.free, slot);
            }
            useFirstTwins(d);
            after.add(d);
        }
        replaceBy(after, -1);
    }

    /// Moves uses to the first slots among twins, so that equal explanations look equal.
    private void useFirstTwins(Configuration c) {
        for (int x = Bits.last(crashed); x >= 0; x = Bits.previous(crashed, x - 1)) {
            if (c.isUsed(x) && hasUnusedTwinBefore(c, x)) {
                int vacant = twinBefore[x];
                while (hasUnusedTwinBefore(c, vacant)) {
                    vacant = twinBefore[vacant];
                }
                Bits.add(c.used, vacant);
                Bits.remove(c.free, vacant);
                Bits.remove(c.used, x);
                Bits.add(c.free, x);
            }
        }
    }

    private void vacate(int slot) {
        twinBefore[slot] = -1;
        Bits.remove(open, slot);
        Bits.remove(crashed, slot);
        Bits.remove(reads, slot);
        Bits.remove(liveWrites, slot);
    }

    /// Adds to `reached` every configuration that a useful chain from one of the starts, ending
    /// with `target`, leads to; short chains first.
    private void chainsTo(int target, List<Configuration> starts, Antichain reached) {
        Antichain visited = new Antichain(reads);
        Deque<Configuration> pending = new ArrayDeque<>();
        for (Configuration start : starts) {
            if (visited.add(start)) {
                pending.add(start);
            }
        }
        int steps = 0;
        while (!pending.isEmpty() && budget.step()) {
            if (++steps > breadth.chainSteps()) {
                cut = true;
                return;
            }
            Configuration c = pending.remove();
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
                    pending.add(d);
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

    /// Crashed operations that do the same are used in the order of their slots.
    private boolean hasUnusedTwinBefore(Configuration c, int x) {
        return twinBefore[x] >= 0 && !c.isUsed(twinBefore[x]);
    }

    private void linkTwins() {
        for (int x = Bits.next(crashed, 0); x >= 0; x = Bits.next(crashed, x + 1)) {
            twinBefore[x] = -1;
            for (int y = Bits.next(crashed, 0); y < x; y = Bits.next(crashed, y + 1)) {
                if (kind[y] == kind[x] && first[y] == first[x] && second[y] == second[x]) {
                    twinBefore[x] = y;
                }
            }
        }
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
        Antichain kept = new Antichain(reads);
        for (Configuration candidate : candidates) {
            kept.add(tidied(candidate, vacated));
        }
        configurations = narrowed(kept.toList());
        forgetSpent();
        budget.giveBack(held);
        held = 0;
        for (Configuration c : configurations) {
            held += c.bytes();
        }
        budget.take(held);
    }

    /// A crashed operation that every explanation has used is history.
    private void forgetSpent() {
        long[] spent = crashed.clone();
        for (Configuration c : configurations) {
            Bits.retainAll(spent, c.used);
        }
        int first = Bits.next(spent, 0);
        if (first < 0 || configurations.isEmpty()) {
            return;
        }
        for (int x = first; x >= 0; x = Bits.next(spent, x + 1)) {
            vacate(x);
        }
        linkTwins();
        configurations = configurations.stream().map(c -> c.without(spent)).toList();
    }

    /// Those that used up the fewest crashed operations, if there are too many.
    private List<Configuration> narrowed(List<Configuration> all) {
        if (all.size() <= breadth.configurations()) {
            return all;
        }
        cut = true;
        return all.stream()
                .sorted(Comparator.comparingInt(c -> Bits.common(c.used, crashed)))
                .limit(breadth.configurations())
                .toList();
    }

    private Configuration tidied(Configuration candidate, int vacated) {
        Configuration c = candidate.copy(seen(candidate.state));
        if (vacated >= 0) {
            Bits.remove(c.used, vacated);
            Bits.remove(c.free, vacated);
        }
        return c;
    }

    /// Whether the register holds this value in every explanation.
    boolean isOnly(int value) {
        return configurations.stream().allMatch(c -> c.state == value);
    }

    /// Whether no operation is under way, and none that crashed may still take effect.
    boolean isIdle() {
        return Bits.next(open, 0) < 0;
    }

    /// Whether an operation is under way that has not crashed.
    boolean isBusy() {
        long[] live = open.clone();
        Bits.removeAll(live, crashed);
        return Bits.next(live, 0) >= 0;
    }

    /// Whether explanations were left out for being too many.
    boolean isCut() {
        return cut;
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
