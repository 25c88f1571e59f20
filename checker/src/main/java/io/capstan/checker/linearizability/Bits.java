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

    static void retainAll(long[] set, long[] other) {
        for (int w = 0; w < set.length; w++) {
            set[w] &= other[w];
        }
    }

    static void removeAll(long[] set, long[] other) {
        for (int w = 0; w < set.length; w++) {
            set[w] &= ~other[w];
        }
    }

    /// How many members two sets share.
    static int common(long[] set, long[] other) {
        int count = 0;
        for (int w = 0; w < set.length; w++) {
            count += Long.bitCount(set[w] & other[w]);
        }
        return count;
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

    /// The largest member, or -1.
    static int last(long[] set) {
        return previous(set, set.length * Long.SIZE - 1);
    }

    /// The largest member up to `from`, or -1.
    static int previous(long[] set, int from) {
        for (int member = from; member >= 0; member--) {
            if (has(set, member)) {
                return member;
            }
        }
        return -1;
    }
}
