package io.capstan.sim.world;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.sim.fault.FaultKind;

import java.util.List;

/// What a host sees of its body: each call passes the gate, at which the node may be held up or
/// die; the device's faults of the moment lie in between.
final class Disks implements Disk {
    private final SimNode node;
    private final Life life;
    private final Disk device;
    private final KvStore store;

    Disks(SimNode node, Life life, Body body) {
        this.node = node;
        this.life = life;
        this.device = body.disk();
        this.store = body.store();
    }

    /// The same for the store.
    KvStore store() {
        return new Store();
    }

    @Override
    public List<String> files() {
        return device.files();
    }

    @Override
    public long size(String file) {
        return device.size(file);
    }

    @Override
    public Bytes read(String file, long offset, int length) {
        return device.read(file, offset, length);
    }

    @Override
    public Disk.Written write(String file, long offset, Bytes data) {
        life.gate();
        if (node.diskIsFull() && offset + data.length() > Math.max(0, device.size(file))) {
            node.felt(FaultKind.FULL_DISK);
            return Disk.Written.FULL;
        }
        return device.write(file, offset, data);
    }

    @Override
    public void sync(String file, long ticket) {
        life.gate();
        device.sync(file, ticket);
        node.syncBegun(life, ticket);
    }

    @Override
    public void truncate(String file, long size) {
        life.gate();
        device.truncate(file, size);
    }

    @Override
    public void delete(String file) {
        life.gate();
        device.delete(file);
    }

    @Override
    public void rename(String from, String to) {
        life.gate();
        device.rename(from, to);
    }

    private final class Store implements KvStore {
        @Override
        public View latest() {
            return store.latest();
        }

        @Override
        public Snapshot snapshot() {
            return store.snapshot();
        }

        @Override
        public KvStore.Written write(KvBatch batch) {
            life.gate();
            if (node.storeIsStalled()) {
                node.felt(FaultKind.STALLED_STORE);
                return KvStore.Written.STALLED;
            }
            return store.write(batch);
        }

        @Override
        public void flush(long ticket) {
            life.gate();
            store.flush(ticket);
            node.flushBegun(life, ticket);
        }

        @Override
        public long unflushedBytes() {
            return store.unflushedBytes();
        }
    }
}
