package io.capstan.sim.disk;

/// What a simulated disk has done to its node: only what could be noticed counts.
public final class DiskFelt {
    private long lostUnsyncedBytes;
    private long tornSectors;
    private long lostMetadata;
    private long pendingSyncsAtCrash;
    private long rotRead;
    private long fullWrites;
    private long failedSyncs;
    private long stalledSyncs;

    /// Bytes written, not yet synced, and gone after a crash.
    public long lostUnsyncedBytes() {
        return lostUnsyncedBytes;
    }

    /// Sectors of which a crash kept a part.
    public long tornSectors() {
        return tornSectors;
    }

    /// Creations, deletions, renames and sizes that a crash undid.
    public long lostMetadata() {
        return lostMetadata;
    }

    /// Syncs that were under way when the node crashed.
    public long pendingSyncsAtCrash() {
        return pendingSyncsAtCrash;
    }

    /// Reads that returned at least one rotten byte.
    public long rotRead() {
        return rotRead;
    }

    /// Writes refused because the disk was full.
    public long fullWrites() {
        return fullWrites;
    }

    public long failedSyncs() {
        return failedSyncs;
    }

    /// Syncs that a stall held up.
    public long stalledSyncs() {
        return stalledSyncs;
    }

    void lostBytes(long bytes) {
        lostUnsyncedBytes += bytes;
    }

    void torn() {
        tornSectors++;
    }

    void lostChange() {
        lostMetadata++;
    }

    void pending(long syncs) {
        pendingSyncsAtCrash += syncs;
    }

    void readRot() {
        rotRead++;
    }

    void full() {
        fullWrites++;
    }

    void failedSync() {
        failedSyncs++;
    }

    void stalledSync() {
        stalledSyncs++;
    }
}
