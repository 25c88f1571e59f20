package io.capstan.storage.log;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// A disk in memory for tests: remembers every change since the last completed sync, so that a
/// crash can be placed after any byte of them. Syncs complete when the test says so.
final class MemoryDisk implements Disk {
    private sealed interface Change {
        record Write(String file, long offset, Bytes data) implements Change {}

        record Truncate(String file, long size) implements Change {}

        record Delete(String file) implements Change {}
    }

    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private TreeMap<String, byte[]> durable = new TreeMap<>();
    private final List<Change> pending = new ArrayList<>();
    private final List<Long> syncs = new ArrayList<>();
    private final List<Integer> begun = new ArrayList<>();
    long capacity = Long.MAX_VALUE;
    boolean broken;

    @Override
    public List<String> files() {
        return List.copyOf(files.keySet());
    }

    @Override
    public long size(String file) {
        byte[] bytes = files.get(file);
        return bytes == null ? -1 : bytes.length;
    }

    @Override
    public Bytes read(String file, long offset, int length) {
        byte[] bytes = files.get(file);
        if (bytes == null || offset >= bytes.length) return Bytes.EMPTY;
        int end = (int) Math.min(bytes.length, offset + length);
        return Bytes.wrap(Arrays.copyOfRange(bytes, (int) offset, end));
    }

    @Override
    public Written write(String file, long offset, Bytes data) {
        if (broken) return Written.FAILED;
        long grows = Math.max(0, offset + data.length() - Math.max(0, size(file)));
        if (used() + grows > capacity) return Written.FULL;
        pending.add(new Change.Write(file, offset, data));
        write(files, file, offset, data.toArray());
        return Written.DONE;
    }

    @Override
    public void sync(String file, long ticket) {
        syncs.add(ticket);
        begun.add(pending.size());
    }

    @Override
    public void truncate(String file, long size) {
        pending.add(new Change.Truncate(file, size));
        files.computeIfPresent(file, (_, bytes) -> Arrays.copyOf(bytes, (int) size));
    }

    @Override
    public void delete(String file) {
        pending.add(new Change.Delete(file));
        files.remove(file);
    }

    @Override
    public void rename(String from, String to) {
        byte[] bytes = files.remove(from);
        if (bytes != null) files.put(to, bytes);
    }

    long used() {
        return files.values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    /// Completes all syncs begun, oldest first; returns their tickets.
    List<Long> complete() {
        List<Long> done = List.copyOf(syncs);
        if (done.isEmpty()) return done;
        int upTo = begun.getLast();
        apply(durable, pending.subList(0, upTo), Long.MAX_VALUE);
        pending.subList(0, upTo).clear();
        syncs.clear();
        begun.clear();
        return done;
    }

    /// How many bytes are written and not durable.
    long unsynced() {
        return pending.stream().mapToLong(MemoryDisk::weight).sum();
    }

    /// The disk as a crash leaves it that keeps the first `bytes` of what was not durable.
    MemoryDisk crashed(long bytes) {
        MemoryDisk after = new MemoryDisk();
        apply(after.files, new ArrayList<>(), 0);
        durable.forEach((name, data) -> after.files.put(name, data.clone()));
        apply(after.files, pending, bytes);
        after.files.forEach((name, data) -> after.durable.put(name, data.clone()));
        return after;
    }

    /// The files that a crash may lose by name, whatever it keeps of others.
    List<String> filesNotDurable() {
        return files.keySet().stream().filter(name -> !durable.containsKey(name)).toList();
    }

    /// The disk as a crash leaves it that keeps everything but this file.
    MemoryDisk crashedWithout(String file) {
        MemoryDisk after = crashed(Long.MAX_VALUE);
        after.files.remove(file);
        after.durable.remove(file);
        return after;
    }

    void flip(String file, long offset) {
        Objects.requireNonNull(files.get(file))[(int) offset] ^= 0x41;
        durable = new TreeMap<>();
        files.forEach((name, data) -> durable.put(name, data.clone()));
        pending.clear();
    }

    void put(String file, byte[] bytes) {
        files.put(file, bytes);
    }

    private static long weight(Change change) {
        return change instanceof Change.Write write ? write.data().length() : 1;
    }

    private static void apply(SortedMap<String, byte[]> to, List<Change> changes, long bytes) {
        long left = bytes;
        for (Change change : changes) {
            if (left < weight(change) && !(change instanceof Change.Write)) return;
            switch (change) {
                case Change.Write write -> {
                    byte[] data = write.data().toArray();
                    int kept = (int) Math.min(left, data.length);
                    write(to, write.file(), write.offset(), Arrays.copyOf(data, kept));
                }
                case Change.Truncate truncate ->
                        to.computeIfPresent(
                                truncate.file(),
                                (_, old) -> Arrays.copyOf(old, (int) truncate.size()));
                case Change.Delete delete -> to.remove(delete.file());
            }
            left -= weight(change);
            if (left <= 0) return;
        }
    }

    private static void write(SortedMap<String, byte[]> to, String file, long offset, byte[] data) {
        byte[] old = to.getOrDefault(file, new byte[0]);
        byte[] bytes = Arrays.copyOf(old, (int) Math.max(old.length, offset + data.length));
        System.arraycopy(data, 0, bytes, (int) offset, data.length);
        to.put(file, bytes);
    }
}
