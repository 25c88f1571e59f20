package io.capstan.sim.disk;

/// What a simulated store has done to its node.
public final class StoreFelt {
    private long lostBatches;
    private long stalledWrites;
    private long fullWrites;
    private long ownFlushes;

    /// Batches written, not yet flushed, and gone after a crash.
    public long lostBatches() {
        return lostBatches;
    }

    /// Writes refused because the store was too busy.
    public long stalledWrites() {
        return stalledWrites;
    }

    /// Writes refused because there was no room.
    public long fullWrites() {
        return fullWrites;
    }

    /// Flushes that nobody asked for.
    public long ownFlushes() {
        return ownFlushes;
    }

    void lost(long batches) {
        lostBatches += batches;
    }

    void stalled() {
        stalledWrites++;
    }

    void full() {
        fullWrites++;
    }

    void flushed() {
        ownFlushes++;
    }
}
