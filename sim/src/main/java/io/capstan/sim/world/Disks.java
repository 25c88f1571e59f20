package io.capstan.sim.world;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import java.util.List;

/// What a host sees of its body: each call with an effect passes the gate, at which the node may be
/// held up or die.
final class Disks implements Disk {
    private final Life life;
    private final Body body;
    private final Disk device;
    private final KvStore store;

    Disks(Life life, Body body) {
        this.life = life;
        this.body = body;
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
        return device.write(file, offset, data);
    }

    @Override
    public void sync(String file, long ticket) {
        life.gate();
        device.sync(file, ticket);
        body.syncBegun();
        life.syncBegun();
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
            return store.write(batch);
        }

        @Override
        public void flush(long ticket) {
            life.gate();
            store.flush(ticket);
        }

        @Override
        public long unflushedBytes() {
            return store.unflushedBytes();
        }
    }
}
