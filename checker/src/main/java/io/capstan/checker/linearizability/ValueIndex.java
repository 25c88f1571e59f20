package io.capstan.checker.linearizability;

import io.capstan.checker.history.Kind;
import java.util.Arrays;

/// What each value has to do with the open operations, as sets of slots: who needs it, who sets it.
/// Valid until an operation is invoked or completes.
final class ValueIndex {
    private static final int VACANT = -1;

    private final Slots slots;
    private final long[] none;
    private final long[] writes;

    /// Values by open addressing; the sets of the value in a cell stand at the same place.
    private final int[] cells;

    private final long[][] readsOf;
    private final long[][] writesOf;
    private final long[][] casFrom;

    ValueIndex(Slots slots) {
        this.slots = slots;
        none = new long[slots.words];
        writes = new long[slots.words];
        int open = 0;
        for (long word : slots.open) {
            open += Long.bitCount(word);
        }
        int room = Integer.highestOneBit(4 * open + 1) << 1;
        cells = new int[room];
        Arrays.fill(cells, VACANT);
        readsOf = new long[room][];
        writesOf = new long[room][];
        casFrom = new long[room][];
        for (int x = Bits.next(slots.open, 0); x >= 0; x = Bits.next(slots.open, x + 1)) {
            enter(x);
        }
    }

    private void enter(int x) {
        if (slots.isQuiet(x)) {
            Bits.add(set(readsOf, slots.first[x]), x);
        } else if (slots.kind[x] == Kind.WRITE) {
            Bits.add(writes, x);
            Bits.add(set(writesOf, slots.first[x]), x);
        } else {
            Bits.add(set(casFrom, slots.first[x]), x);
        }
    }

    private long[] set(long[][] sets, int value) {
        int cell = cell(value);
        if (cells[cell] == VACANT) {
            cells[cell] = value;
            readsOf[cell] = new long[slots.words];
            writesOf[cell] = new long[slots.words];
            casFrom[cell] = new long[slots.words];
        }
        return sets[cell];
    }

    /// Where the value stands, or the vacant cell where it would.
    private int cell(int value) {
        int mask = cells.length - 1;
        int cell = ((value * 0x9e3779b9) >>> 7) & mask;
        while (cells[cell] != VACANT && cells[cell] != value) {
            cell = (cell + 1) & mask;
        }
        return cell;
    }

    /// All open writes.
    long[] writes() {
        return writes;
    }

    /// The compare-and-sets that change the register when it holds this value.
    long[] casFrom(int value) {
        return known(value) ? casFrom[cell(value)] : none;
    }

    private boolean known(int value) {
        return value >= 0 && cells[cell(value)] == value;
    }

    /// Whether an open operation that is not used yet could use the value.
    boolean isWanted(Configuration c, int value) {
        if (!known(value)) {
            return false;
        }
        int cell = cell(value);
        for (int w = 0; w < slots.words; w++) {
            if (((readsOf[cell][w] | casFrom[cell][w]) & ~c.used[w]) != 0) {
                return true;
            }
        }
        return false;
    }

    /// Takes note of all operations that would not change what the register holds now: reads are
    /// placed, writes may be.
    void settle(Configuration c) {
        if (!known(c.state)) {
            return;
        }
        int cell = cell(c.state);
        for (int w = 0; w < slots.words; w++) {
            c.used[w] |= readsOf[cell][w];
            c.free[w] = (c.free[w] | writesOf[cell][w]) & ~c.used[w];
        }
    }
}
