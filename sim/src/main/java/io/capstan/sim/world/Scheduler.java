package io.capstan.sim.world;

import io.capstan.sim.clock.TrueTime;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The queue of everything that will happen, by virtual time and then by the order of scheduling.
///
/// A binary heap over three arrays: no object but the event itself is made on the way.
///
/// Invariant: time never runs backward, and no two events have the same place in the order.
public final class Scheduler implements TrueTime {
    private static final int FIRST_ROOM = 1_024;

    private long[] times = new long[FIRST_ROOM];
    private long[] sequences = new long[FIRST_ROOM];
    private @Nullable Runnable[] events = new Runnable[FIRST_ROOM];
    private int size;
    private long lastSequence;
    private long now;

    @Override
    public long nanos() {
        return now;
    }

    /// Lets the event happen at `nanos`, or now where that has passed.
    public void at(long nanos, Runnable event) {
        if (size == times.length) grow();
        int hole = size++;
        long time = Math.max(nanos, now);
        long sequence = ++lastSequence;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (times[parent] <= time) break; // sequences rise, so that an equal parent is earlier
            move(parent, hole);
            hole = parent;
        }
        put(hole, time, sequence, event);
    }

    /// The time of the next event; [Long#MAX_VALUE] where there is none.
    public long nextNanos() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /// Lets the next event happen; false where there is none.
    public boolean step() {
        if (size == 0) return false;
        now = times[0];
        Runnable event = Objects.requireNonNull(events[0]);
        removeFirst();
        event.run();
        return true;
    }

    /// Lets everything up to and including `nanos` happen; then it is at least that late.
    public void runUntil(long nanos) {
        while (size > 0 && times[0] <= nanos) step();
        now = Math.max(now, nanos);
    }

    private void removeFirst() {
        int last = --size;
        long time = times[last];
        long sequence = sequences[last];
        Runnable event = events[last];
        events[last] = null;
        if (last == 0) return;
        int hole = 0;
        while (true) {
            int child = 2 * hole + 1;
            if (child >= last) break;
            if (child + 1 < last && isBefore(child + 1, times[child], sequences[child])) child++;
            if (!isBefore(child, time, sequence)) break;
            move(child, hole);
            hole = child;
        }
        put(hole, time, sequence, event);
    }

    private boolean isBefore(int index, long time, long sequence) {
        return times[index] < time || (times[index] == time && sequences[index] < sequence);
    }

    private void move(int from, int to) {
        put(to, times[from], sequences[from], events[from]);
    }

    private void put(int index, long time, long sequence, @Nullable Runnable event) {
        times[index] = time;
        sequences[index] = sequence;
        events[index] = event;
    }

    private void grow() {
        times = Arrays.copyOf(times, size * 2);
        sequences = Arrays.copyOf(sequences, size * 2);
        events = Arrays.copyOf(events, size * 2);
    }
}
