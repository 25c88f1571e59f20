package io.capstan.checker.linearizability;

import io.capstan.checker.history.Kind;
import java.util.Arrays;

/// The operations under way, each in a slot from its invocation until nothing can depend on it any
/// more: its completion, or, for one that crashed, the moment when every explanation has used it.
///
/// Invariants
/// 1. `crashed`, `reads` and `liveWrites` lie within `open`; `liveWrites` are writes that have not
///    crashed.
/// 2. Crashed operations that do the same thing form a chain through `twinBefore`, in the order of
///    their slots.
final class Slots {
    private static final int NONE = -1;

    int words;
    Kind[] kind;
    int[] first;
    int[] second;
    long[] open;
    long[] crashed;
    long[] reads;
    long[] liveWrites;
    private int[] twinBefore;

    Slots() {
        words = 1;
        kind = new Kind[Long.SIZE];
        Arrays.fill(kind, Kind.READ);
        first = new int[Long.SIZE];
        second = new int[Long.SIZE];
        twinBefore = new int[Long.SIZE];
        Arrays.fill(twinBefore, NONE);
        open = new long[1];
        crashed = new long[1];
        reads = new long[1];
        liveWrites = new long[1];
    }

    private Slots(Slots other) {
        words = other.words;
        kind = other.kind.clone();
        first = other.first.clone();
        second = other.second.clone();
        twinBefore = other.twinBefore.clone();
        open = other.open.clone();
        crashed = other.crashed.clone();
        reads = other.reads.clone();
        liveWrites = other.liveWrites.clone();
    }

    Slots copy() {
        return new Slots(this);
    }

    /// Gives the operation a slot. All sets may have more words afterwards.
    int occupy(Kind does, int from, int to) {
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
        return slot;
    }

    private int vacantSlot() {
        for (int w = 0; w < words; w++) {
            if (open[w] != -1L) {
                return w * Long.SIZE + Long.numberOfTrailingZeros(~open[w]);
            }
        }
        widen();
        return (words - 1) * Long.SIZE;
    }

    private void widen() {
        words++;
        int slots = words * Long.SIZE;
        kind = Arrays.copyOf(kind, slots);
        Arrays.fill(kind, slots - Long.SIZE, slots, Kind.READ);
        first = Arrays.copyOf(first, slots);
        second = Arrays.copyOf(second, slots);
        twinBefore = Arrays.copyOf(twinBefore, slots);
        Arrays.fill(twinBefore, slots - Long.SIZE, slots, NONE);
        open = Arrays.copyOf(open, words);
        crashed = Arrays.copyOf(crashed, words);
        reads = Arrays.copyOf(reads, words);
        liveWrites = Arrays.copyOf(liveWrites, words);
    }

    void vacate(int slot) {
        boolean hadTwins = Bits.has(crashed, slot);
        twinBefore[slot] = NONE;
        Bits.remove(open, slot);
        Bits.remove(crashed, slot);
        Bits.remove(reads, slot);
        Bits.remove(liveWrites, slot);
        if (hadTwins) {
            linkTwins(slot);
        }
    }

    /// The operation's outcome is unknown from now on.
    void crash(int slot) {
        Bits.add(crashed, slot);
        Bits.remove(liveWrites, slot);
        linkTwins(slot);
    }

    /// Links the crashed operations that do what this one does, or did.
    private void linkTwins(int like) {
        int before = NONE;
        for (int x = Bits.next(crashed, 0); x >= 0; x = Bits.next(crashed, x + 1)) {
            if (kind[x] == kind[like] && first[x] == first[like] && second[x] == second[like]) {
                twinBefore[x] = before;
                before = x;
            }
        }
    }

    /// Whether the operation leaves the register as it finds it.
    boolean isQuiet(int slot) {
        return kind[slot] != Kind.WRITE && first[slot] == second[slot];
    }

    boolean isPossible(Configuration c, int slot) {
        return !c.isUsed(slot) && (kind[slot] == Kind.WRITE || first[slot] == c.state);
    }

    /// Crashed operations that do the same are used in the order of their slots.
    boolean hasUnusedTwinBefore(Configuration c, int x) {
        return twinBefore[x] >= 0 && !c.isUsed(twinBefore[x]);
    }

    /// Moves uses to the first slots among twins, so that equal explanations look equal.
    void useFirstTwins(Configuration c) {
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

    /// Takes note that an open operation would not change what the register holds: a read is
    /// placed, a write may be.
    void settle(Configuration c, int y) {
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
}
