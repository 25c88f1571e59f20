package io.capstan.checker.linearizability;

import java.util.Arrays;

/// A set of configurations, each an array of words, by open addressing.
///
/// It only ever answers whether an array is new, so the order of its table is never seen.
final class Configurations {
    private static final int FIRST_ROOM = 64;

    /// Header, length and table slot of one array, at a load of at most one half.
    private static final long ENTRY_BYTES = 16 + 16;

    /// A vacant slot; no configuration is without words.
    private static final long[] VACANT = {};

    private long[][] table = vacant(FIRST_ROOM);
    private int size;

    /// Adds the words; true if they were new.
    boolean add(long[] words) {
        if (2 * size >= table.length) {
            grow();
        }
        int slot = slotOf(words, table);
        if (table[slot].length > 0) {
            return false;
        }
        table[slot] = words;
        size++;
        return true;
    }

    /// The heap that one array of that many words takes in the set.
    static long bytes(int words) {
        return ENTRY_BYTES + 8L * words;
    }

    private static long[][] vacant(int slots) {
        long[][] table = new long[slots][];
        Arrays.fill(table, VACANT);
        return table;
    }

    private void grow() {
        long[][] wider = vacant(2 * table.length);
        for (long[] words : table) {
            if (words.length > 0) {
                wider[slotOf(words, wider)] = words;
            }
        }
        table = wider;
    }

    private static int slotOf(long[] words, long[][] table) {
        int mask = table.length - 1;
        int slot = (int) hash(words) & mask;
        while (table[slot].length > 0 && !Arrays.equals(table[slot], words)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /// The finalizer of SplitMix64 over each word: neighbouring bit sets land far apart.
    private static long hash(long[] words) {
        long hash = words.length;
        for (long word : words) {
            hash = (hash ^ word) * 0x9e3779b97f4a7c15L;
            hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
            hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
            hash ^= hash >>> 31;
        }
        return hash;
    }
}
