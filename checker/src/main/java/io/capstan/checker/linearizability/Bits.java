package io.capstan.checker.linearizability;

/// Sets of small numbers as words of bits; all sets of one frontier have the same number of words.
final class Bits {
    private Bits() {}

    static boolean has(long[] set, int member) {
        return (set[member / Long.SIZE] & (1L << member)) != 0;
    }

    static void add(long[] set, int member) {
        set[member / Long.SIZE] |= 1L << member;
    }

    static void remove(long[] set, int member) {
        set[member / Long.SIZE] &= ~(1L << member);
    }

    /// Adds all of `more` that are not in `except`.
    static void addAllBut(long[] set, long[] more, long[] except) {
        for (int w = 0; w < set.length; w++) {
            set[w] |= more[w] & ~except[w];
        }
    }

    /// The smallest member from `from` on, or -1.
    static int next(long[] set, int from) {
        int w = from / Long.SIZE;
        if (w >= set.length) {
            return -1;
        }
        long word = set[w] & (-1L << from);
        while (word == 0) {
            if (++w == set.length) {
                return -1;
            }
            word = set[w];
        }
        return w * Long.SIZE + Long.numberOfTrailingZeros(word);
    }
}
