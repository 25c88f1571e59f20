package io.capstan.storage.log;

import io.capstan.core.Invariant;
import io.capstan.core.log.Entry;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// For each index of one replica's log, without gaps from `first` on: where the entry lies, and the
/// entry itself while it is in memory.
final class EntryIndex {
    private static final int SMALLEST = 16;

    private long[] places = new long[SMALLEST];
    private @Nullable Entry[] cached = new @Nullable Entry[SMALLEST];
    private long first = 1;
    private int head;
    private int size;

    long first() {
        return first;
    }

    /// The index after the last.
    long end() {
        return first + size;
    }

    long place(long index) {
        return places[slot(index)];
    }

    @Nullable Entry cached(long index) {
        return cached[slot(index)];
    }

    void append(long place, @Nullable Entry entry) {
        if (head + size == places.length) makeRoom();
        places[head + size] = place;
        cached[head + size] = entry;
        size++;
    }

    /// `entry`: kept in memory, where there is nothing at the place yet; null: read from there.
    void move(long index, long place, @Nullable Entry entry) {
        places[slot(index)] = place;
        if (entry != null) cached[slot(index)] = entry;
    }

    void forget(long index) {
        cached[slot(index)] = null;
    }

    /// Drops everything from `from` on.
    void truncate(long from) {
        int keep = (int) Math.max(0, Math.min(size, from - first));
        Arrays.fill(cached, head + keep, head + size, null);
        size = keep;
    }

    /// Drops everything below `from`.
    void drop(long from) {
        int gone = (int) Math.max(0, Math.min(size, from - first));
        Arrays.fill(cached, head, head + gone, null);
        head += gone;
        size -= gone;
        first = Math.max(first, from);
    }

    /// Empty, with `next` to come.
    void restart(long next) {
        truncate(first);
        head = 0;
        first = next;
    }

    private int slot(long index) {
        Invariant.check(
                index >= first && index < end(), "index %s, the log begins at %s", index, first);
        return head + (int) (index - first);
    }

    private void makeRoom() {
        int capacity = size * 2 > places.length ? places.length * 2 : places.length;
        long[] newPlaces = new long[capacity];
        @Nullable Entry[] newCached = new @Nullable Entry[capacity];
        System.arraycopy(places, head, newPlaces, 0, size);
        System.arraycopy(cached, head, newCached, 0, size);
        places = newPlaces;
        cached = newCached;
        head = 0;
    }
}
