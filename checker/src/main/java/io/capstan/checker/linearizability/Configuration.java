package io.capstan.checker.linearizability;

import java.util.Arrays;

/// One way to explain the past: what the register holds now, and for each operation still open
/// whether it has taken effect.
///
/// An open operation is *used* (took effect, visibly), *free* (need not take effect any more, but
/// still may), or neither (must take effect before it completes). Used and free exclude each other.
final class Configuration {
    /// Heap of one configuration apart from its words.
    private static final long BYTES = 80;

    final int state;
    final long[] used;
    final long[] free;

    Configuration(int state, long[] used, long[] free) {
        this.state = state;
        this.used = used;
        this.free = free;
    }

    Configuration copy(int newState) {
        return new Configuration(newState, used.clone(), free.clone());
    }

    Configuration without(long[] slots) {
        Configuration c = copy(state);
        Bits.removeAll(c.used, slots);
        Bits.removeAll(c.free, slots);
        return c;
    }

    Configuration widened(int words) {
        return new Configuration(state, Arrays.copyOf(used, words), Arrays.copyOf(free, words));
    }

    boolean isUsed(int slot) {
        return Bits.has(used, slot);
    }

    boolean isFree(int slot) {
        return Bits.has(free, slot);
    }

    /// Whether every future that works with the other also works with this one.
    ///
    /// Being free beats the other two: a free operation may be left out or used. A read that is
    /// used beats one that is still to be placed.
    boolean dominates(Configuration other, long[] reads) {
        if (state != other.state) {
            return false;
        }
        for (int w = 0; w < used.length; w++) {
            long differs = used[w] ^ other.used[w];
            long excused = free[w] | (reads[w] & used[w]);
            if ((differs & ~excused) != 0 || (other.free[w] & ~free[w]) != 0) {
                return false;
            }
        }
        return true;
    }

    long bytes() {
        return BYTES + 16L * used.length;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Configuration other
                && state == other.state
                && Arrays.equals(used, other.used)
                && Arrays.equals(free, other.free);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * state + Arrays.hashCode(used)) + Arrays.hashCode(free);
    }
}
