package io.capstan.node.host;

import java.util.Arrays;

/// Which frames of one sender have come already, by their Lamport times, which differ from frame to
/// frame of one incarnation. Remembers the newest [#REMEMBERED]; older ones count as seen.
///
/// Why: a network may deliver a frame twice, and the second copy late. A request in it that was
/// refused the first time could be carried out the second time, after its client was told that it
/// had no effect.
final class SeenFrames {
    /// How many frames are told apart; a frame that is overtaken by more than this many counts as
    /// repeated, and its requests as lost.
    static final int REMEMBERED = 512;

    private final long[] ring = new long[REMEMBERED];
    private int next;
    private long floor = Long.MIN_VALUE;
    private long newest = Long.MIN_VALUE;
    private long incarnation;

    SeenFrames() {
        Arrays.fill(ring, Long.MIN_VALUE);
    }

    /// Whether a frame of this incarnation is still welcome.
    boolean admits(long ofIncarnation) {
        if (ofIncarnation > incarnation) {
            incarnation = ofIncarnation;
            floor = Long.MIN_VALUE;
            newest = Long.MIN_VALUE;
            Arrays.fill(ring, Long.MIN_VALUE);
        }
        return ofIncarnation == incarnation;
    }

    boolean isNew(long lamport) {
        if (lamport <= floor) return false;
        // A frame that overtook none needs no search.
        if (lamport > newest) newest = lamport;
        else for (long seen : ring) if (seen == lamport) return false;
        floor = Math.max(floor, ring[next]);
        ring[next] = lamport;
        next = (next + 1) % REMEMBERED;
        return true;
    }
}
