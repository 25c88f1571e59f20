package io.capstan.bench.hot;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;
import java.util.List;
import java.util.function.LongConsumer;

/// A disk whose syncs count as done at once and do nothing: what is left is what a write costs
/// without the device.
record Unsynced(Disk disk, LongConsumer synced) implements Disk {
    @Override
    public List<String> files() {
        return disk.files();
    }

    @Override
    public long size(String file) {
        return disk.size(file);
    }

    @Override
    public Bytes read(String file, long offset, int length) {
        return disk.read(file, offset, length);
    }

    @Override
    public Written write(String file, long offset, Bytes data) {
        return disk.write(file, offset, data);
    }

    @Override
    public void sync(String file, long ticket) {
        synced.accept(ticket);
    }

    @Override
    public void truncate(String file, long size) {
        disk.truncate(file, size);
    }

    @Override
    public void delete(String file) {
        disk.delete(file);
    }

    @Override
    public void rename(String from, String to) {
        disk.rename(from, to);
    }
}
