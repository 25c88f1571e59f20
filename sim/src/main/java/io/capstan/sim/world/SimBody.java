package io.capstan.sim.world;

import io.capstan.core.port.Disk;
import io.capstan.core.port.KvStore;
import io.capstan.core.random.Randomness;

/// A body of simulated parts.
final class SimBody implements Body {
    private final MemoryDisk disk;
    private final MemoryStore store;

    SimBody(Randomness random) {
        disk = new MemoryDisk(random.stream("disk"));
        store = new MemoryStore(random.stream("store"));
    }

    @Override
    public Disk disk() {
        return disk;
    }

    @Override
    public KvStore store() {
        return store;
    }

    @Override
    public void completeSync(long ticket) {
        disk.completeSync(ticket);
    }

    @Override
    public void completeFlush(long ticket) {
        store.completeFlush(ticket);
    }

    @Override
    public boolean die(boolean torn) {
        boolean lostOnDisk = disk.die(torn);
        boolean lostInStore = store.die();
        return lostOnDisk || lostInStore;
    }

    @Override
    public boolean rot(long where) {
        return disk.rot(where);
    }
}
