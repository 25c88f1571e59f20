package io.capstan.node.harness;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Files in memory. A crash takes everything back to the last completed sync of each file.
public final class MemoryDisk implements Disk {
    /// A sync that has been asked for and not yet completed.
    public record Sync(String file, long ticket, Bytes content) {}

    private final SortedMap<String, byte[]> now = new TreeMap<>();
    private final SortedMap<String, byte[]> durable = new TreeMap<>();
    private final List<Sync> syncs = new ArrayList<>();
    private boolean full;

    /// From now on the disk takes no more bytes.
    public void fill(boolean isFull) {
        full = isFull;
    }

    public List<Sync> takeSyncs() {
        List<Sync> taken = List.copyOf(syncs);
        syncs.clear();
        return taken;
    }

    public void complete(Sync sync) {
        durable.put(sync.file(), sync.content().toArray());
        durable.keySet().retainAll(now.keySet());
    }

    public void crash() {
        syncs.clear();
        now.clear();
        durable.forEach((file, content) -> now.put(file, content.clone()));
    }

    @Override
    public List<String> files() {
        return List.copyOf(now.keySet());
    }

    @Override
    public long size(String file) {
        byte[] content = now.get(file);
        return content == null ? -1 : content.length;
    }

    @Override
    public Bytes read(String file, long offset, int length) {
        byte[] content = now.get(file);
        if (content == null || offset >= content.length) return Bytes.EMPTY;
        int end = (int) Math.min(content.length, offset + length);
        return Bytes.wrap(Arrays.copyOfRange(content, (int) offset, end));
    }

    @Override
    public Written write(String file, long offset, Bytes data) {
        if (full) return Written.FULL;
        byte[] content = now.getOrDefault(file, new byte[0]);
        int end = (int) Math.max(content.length, offset + data.length());
        byte[] grown = Arrays.copyOf(content, end);
        data.copyTo(grown, (int) offset);
        now.put(file, grown);
        return Written.DONE;
    }

    @Override
    public void sync(String file, long ticket) {
        syncs.add(new Sync(file, ticket, Bytes.copyOf(now.getOrDefault(file, new byte[0]))));
    }

    @Override
    public void truncate(String file, long size) {
        byte[] content = now.get(file);
        if (content != null) now.put(file, Arrays.copyOf(content, (int) size));
    }

    @Override
    public void delete(String file) {
        now.remove(file);
    }

    @Override
    public void rename(String from, String to) {
        byte[] content = now.remove(from);
        if (content != null) now.put(to, content);
    }
}
