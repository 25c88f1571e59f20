package io.capstan.server.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The newest sightings of a node, written by its host's thread alone, read by any.
///
/// Bounded by [#MOST]: beyond it the eldest are written over. A reader that is overtaken misses
/// what it was too slow for, and nobody waits for anybody.
final class TraceBook {
    /// A write through three replicas leaves some ten sightings at its leader.
    static final int MOST = 16_384;

    private final AtomicReferenceArray<Sighting> ring = new AtomicReferenceArray<>(MOST);
    private volatile long written;

    /// Of the host's thread alone.
    void note(Sighting sighting) {
        long at = written;
        ring.set((int) (at % MOST), sighting);
        written = at + 1;
    }

    /// How many sightings have been noted so far.
    long written() {
        return written;
    }

    /// What was noted since `from` were written, as far as it is still there, in order.
    List<Sighting> since(long from) {
        List<Sighting> found = new ArrayList<>();
        long end = written;
        for (long i = Math.max(from, end - MOST); i < end; i++) {
            Sighting sighting = ring.get((int) (i % MOST));
            if (sighting != null) found.add(sighting);
        }
        return found;
    }

    /// All that is still there of the trace with this id, in order.
    List<Sighting> of(String trace) {
        return since(0).stream().filter(one -> one.trace().id().equals(trace)).toList();
    }
}
