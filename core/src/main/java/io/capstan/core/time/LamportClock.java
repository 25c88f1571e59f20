package io.capstan.core.time;

/// A node's Lamport clock. It orders the events of a trace: what happened before has the smaller
/// number. It says nothing about wall time.
///
/// Invariants: [#tick] strictly rises; after [#observe] of t, every tick is greater than t.
///
/// Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System" (1978), rules IR1
/// and IR2.
public final class LamportClock {
    /// The greatest number that is believed: an event every nanosecond for a century stays below.
    private static final long MAX = Long.MAX_VALUE / 2;

    private long last;

    /// The number of a new event of this node.
    public long tick() {
        return ++last;
    }

    /// Takes in the number that came with a message. One so great that the next would overflow is a
    /// forgery; it is left aside and false returned.
    public boolean observe(long received) {
        if (received < 0 || received > MAX) return false;
        last = Math.max(last, received);
        return true;
    }

    /// The number of the newest event, 0 before the first.
    public long last() {
        return last;
    }
}
