package io.capstan.sim.world;

import io.capstan.core.port.KvStore;
import io.capstan.core.random.Randomness;
import io.capstan.sim.disk.Completions;
import io.capstan.sim.disk.DiskProfile;
import io.capstan.sim.disk.SimDisk;
import io.capstan.sim.disk.SimStore;
import io.capstan.sim.disk.StoreProfile;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.fault.FeltFaults;

/// The disk and the store of one node: what outlives its process.
public final class Body {
    private final SimDisk disk;
    private final SimStore store;
    private boolean slow;
    private boolean full;
    private long slowSyncs;

    Body(Scheduler scheduler, Randomness random) {
        io.capstan.sim.disk.Scheduler devices =
                new io.capstan.sim.disk.Scheduler() {
                    @Override
                    public long nanos() {
                        return scheduler.nanos();
                    }

                    @Override
                    public void after(long nanos, Runnable task) {
                        scheduler.at(scheduler.nanos() + nanos, task);
                    }
                };
        disk = new SimDisk(DiskProfile.DEFAULT, devices, random.stream("disk"));
        store = new SimStore(StoreProfile.DEFAULT, devices, random.stream("store"));
    }

    SimDisk disk() {
        return disk;
    }

    /// The store as it is, for those who compare replicas.
    public KvStore store() {
        return store;
    }

    void attach(Completions completions) {
        disk.attach(completions);
        store.attach(completions);
    }

    boolean isWriting() {
        return disk.pendingSyncs() > 0;
    }

    /// The process dies. Returns whether anything written was lost or torn.
    boolean die() {
        long before = damage();
        disk.crash();
        store.crash();
        return damage() > before;
    }

    private long damage() {
        return disk.felt().lostUnsyncedBytes()
                + disk.felt().tornSectors()
                + disk.felt().lostMetadata();
    }

    void syncBegun() {
        if (slow) slowSyncs++;
    }

    /// Syncs take this many times as long; 1: as usual.
    void slow(double factor) {
        slow = factor > 1;
        disk.slow(factor);
    }

    void stallDisk(long untilNanos) {
        disk.stall(untilNanos);
    }

    void stallStore(long untilNanos) {
        store.stall(untilNanos);
    }

    boolean isFull() {
        return full;
    }

    void full(boolean now) {
        full = now;
        if (now) disk.fill();
        else disk.unfill();
        store.full(now);
    }

    /// Adds what its devices have done to the node.
    void report(FeltFaults felt) {
        felt.feel(FaultKind.SLOW_DISK, slowSyncs);
        felt.feel(FaultKind.STALLED_DISK, disk.felt().stalledSyncs());
        felt.feel(FaultKind.FULL_DISK, disk.felt().fullWrites() + store.felt().fullWrites());
        felt.feel(FaultKind.FAILED_SYNC, disk.felt().failedSyncs());
        felt.feel(FaultKind.STALLED_STORE, store.felt().stalledWrites());
        felt.feel(FaultKind.ROT, disk.felt().rotRead());
    }
}
