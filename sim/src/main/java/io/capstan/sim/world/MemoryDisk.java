package io.capstan.sim.world;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;
import io.capstan.core.random.Randomness;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A disk in memory that knows what is durable: files as they stand, and every change since the
/// last sync with what it replaced, so that a crash can take back any part of them.
final class MemoryDisk implements Disk {
    private static final int SECTOR = 512;

    private final Randomness random;
    private Map<String, File> files = new TreeMap<>();
    private final List<Change> pending = new ArrayList<>();
    private final Map<Long, Integer> syncs = new TreeMap<>();
    private int settled;

    private static final class File {
        byte[] bytes = new byte[0];
        int size;

        File copy() {
            File copy = new File();
            copy.bytes = Arrays.copyOf(bytes, size);
            copy.size = size;
            return copy;
        }
    }

    /// One change not yet durable, and how the file stood before where it changed.
    private sealed interface Change {
        record Write(String file, int offset, Bytes data, Bytes before, int sizeBefore)
                implements Change {}

        record Names(Map<String, File> before, Map<String, File> after) implements Change {}
    }

    MemoryDisk(Randomness random) {
        this.random = random;
    }

    @Override
    public List<String> files() {
        return List.copyOf(files.keySet());
    }

    @Override
    public long size(String file) {
        File found = files.get(file);
        return found == null ? -1 : found.size;
    }

    @Override
    public Bytes read(String file, long offset, int length) {
        File found = files.get(file);
        if (found == null || offset >= found.size) return Bytes.EMPTY;
        int end = (int) Math.min(found.size, offset + length);
        return Bytes.wrap(Arrays.copyOfRange(found.bytes, (int) offset, end));
    }

    @Override
    public Written write(String file, long offset, Bytes data) {
        if (!files.containsKey(file)) rename(() -> files.put(file, new File()));
        File found = found(file);
        int from = Math.toIntExact(offset);
        int end = from + data.length();
        int changedFrom = Math.min(from, found.size);
        int changedEnd = Math.max(changedFrom, Math.min(end, found.size));
        Bytes before = Bytes.wrap(Arrays.copyOfRange(found.bytes, changedFrom, changedEnd));
        pending.add(new Change.Write(file, from, data, before, found.size));
        put(found, from, data);
        return Written.DONE;
    }

    private static void put(File file, int offset, Bytes data) {
        int end = offset + data.length();
        if (end > file.bytes.length)
            file.bytes = Arrays.copyOf(file.bytes, Math.max(end, file.bytes.length * 2));
        if (offset > file.size) Arrays.fill(file.bytes, file.size, offset, (byte) 0);
        data.copyTo(file.bytes, offset);
        file.size = Math.max(file.size, end);
    }

    private File found(String file) {
        @Nullable File found = files.get(file);
        if (found == null) throw new IllegalStateException("no file " + file);
        return found;
    }

    @Override
    public void sync(String file, long ticket) {
        syncs.put(ticket, settled + pending.size());
    }

    /// Everything changed before the sync began is durable.
    void completeSync(long ticket) {
        Integer until = syncs.remove(ticket);
        if (until == null) return;
        int durable = until - settled;
        if (durable <= 0) return;
        pending.subList(0, durable).clear();
        settled += durable;
    }

    @Override
    public void truncate(String file, long size) {
        if (!files.containsKey(file)) return;
        rename(() -> {
            File cut = found(file).copy();
            cut.size = (int) Math.min(cut.size, size);
            files.put(file, cut);
        });
    }

    @Override
    public void delete(String file) {
        if (files.containsKey(file)) rename(() -> files.remove(file));
    }

    @Override
    public void rename(String from, String to) {
        if (!files.containsKey(from)) return;
        rename(() -> files.put(to, java.util.Objects.requireNonNull(files.remove(from))));
    }

    private void rename(Runnable change) {
        Map<String, File> before = new TreeMap<>(files);
        files = new TreeMap<>(files);
        change.run();
        pending.add(new Change.Names(before, new TreeMap<>(files)));
    }

    /// The process dies: what was not synced is taken back in full, kept in full, or, where `torn`,
    /// sector by sector. Names change in the order in which they were changed, up to some point.
    boolean die(boolean torn) {
        if (pending.isEmpty()) return false;
        List<Change> undone = List.copyOf(pending);
        for (Change change : undone.reversed()) undo(change);
        int kept = random.chance(0.3) ? 0 : random.below(undone.size() + 1);
        boolean lost = kept < undone.size();
        for (int i = 0; i < undone.size(); i++) {
            boolean whole = i < kept;
            switch (undone.get(i)) {
                case Change.Names names -> {
                    if (whole) files = new TreeMap<>(names.after);
                }
                case Change.Write write -> {
                    if (whole && !torn) redo(write, write.data);
                    else if (torn) tear(write);
                }
            }
        }
        pending.clear();
        syncs.clear();
        settled = 0;
        return lost || torn;
    }

    private void undo(Change change) {
        switch (change) {
            case Change.Names names -> files = new TreeMap<>(names.before);
            case Change.Write write -> {
                File file = files.get(write.file);
                if (file == null) return;
                int from = Math.min(write.offset, write.sizeBefore);
                write.before.copyTo(file.bytes, from);
                file.size = write.sizeBefore;
            }
        }
    }

    private void redo(Change.Write write, Bytes data) {
        File file = files.get(write.file);
        if (file != null) put(file, write.offset, data);
    }

    /// Each sector of the write is there or not.
    private void tear(Change.Write write) {
        File file = files.get(write.file);
        if (file == null) return;
        for (int at = 0; at < write.data.length(); at += SECTOR) {
            int end = Math.min(write.data.length(), at + SECTOR - (write.offset + at) % SECTOR);
            if (random.nextBoolean()) put(file, write.offset + at, write.data.slice(at, end));
            at = end - SECTOR;
        }
    }

    /// Flips a bit in something durable that is not at the end of a file.
    boolean rot(long where) {
        List<String> candidates =
                files.keySet().stream().filter(name -> found(name).size > 2 * SECTOR).toList();
        if (candidates.isEmpty()) return false;
        File file = found(candidates.get((int) (where % candidates.size())));
        int at = (int) (where * 7_919 % (file.size / 2));
        file.bytes[at] ^= 1;
        return true;
    }
}
