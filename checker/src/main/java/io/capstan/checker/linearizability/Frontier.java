package io.capstan.checker.linearizability;

import io.capstan.checker.history.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// All ways to explain what has been observed so far, as a breadth-first search that walks along
/// the history: just-in-time linearization (Lowe 2017, section 5).
///
/// Operations occupy one of the [Slots] from invocation to completion. When one completes, each
/// [Configuration] in which it has not taken effect yet is continued by every useful chain of open
/// operations that ends with it ([Chains]); configurations without such a chain die. Once none is
/// left, no order explains the history, and this completion is what broke it.
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
    static final int UNSEEN = -1;

    private final Foresight foresight;
    private final Budget budget;
    private final Breadth breadth;
    private final Slots slots;
    private boolean cut;
    private List<Configuration> configurations;
    private long held;

    Frontier(int initial, Foresight foresight, Budget budget, Breadth breadth) {
        this.foresight = foresight;
        this.budget = budget;
        this.breadth = breadth;
        this.slots = new Slots();
        this.configurations = List.of(new Configuration(initial, new long[1], new long[1]));
    }

    private Frontier(Frontier other) {
        foresight = other.foresight;
        budget = other.budget;
        breadth = other.breadth;
        slots = other.slots.copy();
        cut = other.cut;
        configurations = other.configurations;
    }

    /// Runs through a whole history.
    static Judgement judge(KeyHistory history, Budget budget, Breadth breadth) {
        return new FrontierRun(history, budget, breadth).judge();
    }

    /// The same frontier, to go on from here twice. Configurations are shared; they never change.
    Frontier copy() {
        return new Frontier(this);
    }

    /// An operation is invoked; the slot it has until it completes. For a read the value is what it
    /// will have read: a read whose result is not known does not belong here.
    int invoke(Kind does, int from, int to) {
        int words = slots.words;
        int slot = slots.occupy(does, from, to);
        boolean wider = slots.words > words;
        List<Configuration> settled = new ArrayList<>(configurations.size());
        for (Configuration c : configurations) {
            settled.add(settled(wider ? c.widened(slots.words) : c, slot));
        }
        configurations = settled;
        return slot;
    }

    private Configuration settled(Configuration c, int slot) {
        if (slots.second[slot] != c.state) {
            return c;
        }
        Configuration d = c.copy(c.state);
        slots.settle(d, slot);
        return d;
    }

    /// The operation took effect; false if nothing explains that, or the budget ran out.
    boolean ok(int slot) {
        Antichain reached = new Antichain(slots.reads);
        List<Configuration> behind = new ArrayList<>();
        for (Configuration c : configurations) {
            boolean explained = c.isUsed(slot) || c.isFree(slot);
            if (explained) {
                reached.add(c);
            }
            if (!explained || (c.isFree(slot) && foresight.maySee(slots.second[slot]))) {
                behind.add(c);
            }
        }
        if (!behind.isEmpty()) {
            Chains chains = new Chains(slots, foresight, budget, slot, reached);
            cut |= !chains.follow(behind, breadth);
            held += chains.held();
        }
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
        slots.vacate(completed);
        replaceBy(next, completed);
        return true;
    }

    /// The operation's outcome is unknown: from now on it may take effect at any time, or never.
    void crash(int slot) {
        if (slots.isQuiet(slot)) {
            slots.vacate(slot);
            replaceBy(configurations, slot);
            return;
        }
        slots.crash(slot);
        List<Configuration> after = new ArrayList<>();
        for (Configuration c : configurations) {
            Configuration d = c.copy(c.state);
            if (!d.isUsed(slot)) {
                Bits.add(d.free, slot);
            }
            slots.useFirstTwins(d);
            after.add(d);
        }
        replaceBy(after, -1);
    }

    private int seen(int value) {
        return value == UNSEEN || foresight.maySee(value) ? value : UNSEEN;
    }

    /// Makes these the configurations, without the slot's bits, repetitions and dominated ones.
    private void replaceBy(Iterable<Configuration> candidates, int vacated) {
        Antichain kept = new Antichain(slots.reads);
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
        long[] spent = slots.crashed.clone();
        for (Configuration c : configurations) {
            Bits.retainAll(spent, c.used);
        }
        int first = Bits.next(spent, 0);
        if (first < 0 || configurations.isEmpty()) {
            return;
        }
        for (int x = first; x >= 0; x = Bits.next(spent, x + 1)) {
            slots.vacate(x);
        }
        configurations = configurations.stream().map(c -> c.without(spent)).toList();
    }

    /// Those that used up the fewest crashed operations, if there are too many.
    private List<Configuration> narrowed(List<Configuration> all) {
        if (all.size() <= breadth.configurations()) {
            return all;
        }
        cut = true;
        return all.stream()
                .sorted(Comparator.comparingInt(c -> Bits.common(c.used, slots.crashed)))
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
        return Bits.next(slots.open, 0) < 0;
    }

    /// Whether an operation is under way that has not crashed.
    boolean isBusy() {
        long[] live = slots.open.clone();
        Bits.removeAll(live, slots.crashed);
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
