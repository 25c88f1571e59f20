package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A disk that shows missing syncs: bytes written stay in this process's memory until a sync of
/// their file begins, so that `kill -9` loses them, which with plain files only a power failure
/// would do. For tests.
///
/// Changes of names and cuts go to the folder at once; only bytes are held. What is held between
/// two syncs of a file is bounded by what the host writes in a turn or two.
public final class HeldDisk implements Disk, AutoCloseable {
    /// One write, held back.
    static final class Held {
        private final long offset;
        private final Bytes data;
        private volatile boolean written;

        Held(long offset, Bytes data) {
            this.offset = offset;
            this.data = data;
        }

        long offset() {
            return offset;
        }

        Bytes data() {
            return data;
        }

        /// The file holds it from now on.
        void written() {
            written = true;
        }
    }

    private static final class File {
        /// Oldest first: those on their way with a sync, then those that no sync has taken yet.
        final List<Held> held = new ArrayList<>();

        int unsynced;
        long size;
    }

    private final FileDisk below;
    private final TreeMap<String, File> files = new TreeMap<>();

    public HeldDisk(FileDisk below) {
        this.below = below;
        for (String name : below.files()) file(name).size = below.size(name);
    }

    @Override
    public List<String> files() {
        return List.copyOf(files.keySet());
    }

    @Override
    public long size(String file) {
        File known = files.get(file);
        return known == null ? -1 : known.size;
    }

    @Override
    public Bytes read(String file, long offset, int length) {
        File known = files.get(file);
        if (known == null || offset >= known.size) return Bytes.EMPTY;
        List<Held> over = prune(known);
        byte[] bytes = new byte[(int) Math.min(length, known.size - offset)];
        below.read(file, offset, bytes.length).copyTo(bytes, 0);
        for (Held held : over) lay(held, bytes, offset);
        return Bytes.wrap(bytes);
    }

    /// Copies the part of the held write that lies in the window.
    private static void lay(Held held, byte[] window, long windowOffset) {
        long from = Math.max(held.offset, windowOffset);
        long until = Math.min(held.offset + held.data.length(), windowOffset + window.length);
        if (from >= until) return;
        held.data
                .slice((int) (from - held.offset), (int) (until - held.offset))
                .copyTo(window, (int) (from - windowOffset));
    }

    private static List<Held> prune(File file) {
        while (!file.held.isEmpty() && file.held.getFirst().written) file.held.removeFirst();
        return file.held;
    }

    @Override
    public Written write(String file, long offset, Bytes data) {
        File known = file(file);
        Written made = below.write(file, 0, Bytes.EMPTY);
        if (made != Written.DONE) return made;
        prune(known).add(new Held(offset, Bytes.wrap(data.toArray())));
        known.unsynced++;
        known.size = Math.max(known.size, offset + data.length());
        return Written.DONE;
    }

    @Override
    public void sync(String file, long ticket) {
        File known = file(file);
        int all = known.held.size();
        List<Held> first = List.copyOf(known.held.subList(all - known.unsynced, all));
        known.unsynced = 0;
        below.grown(file, known.size);
        below.sync(file, ticket, first);
    }

    @Override
    public void truncate(String file, long size) {
        File known = files.get(file);
        if (known == null || known.size <= size) return;
        below.awaitSyncs();
        List<Held> kept = new ArrayList<>();
        for (Held held : prune(known)) cut(held, size).ifPresent(kept::add);
        known.held.clear();
        known.held.addAll(kept);
        known.unsynced = kept.size();
        known.size = size;
        below.truncate(file, size);
    }

    private static Optional<Held> cut(Held held, long size) {
        if (held.offset >= size) return Optional.empty();
        long fits = Math.min(held.data.length(), size - held.offset);
        return Optional.of(new Held(held.offset, held.data.slice(0, (int) fits)));
    }

    @Override
    public void delete(String file) {
        files.remove(file);
        below.delete(file);
    }

    @Override
    public void rename(String from, String to) {
        File moved = files.remove(from);
        if (moved != null) files.put(to, moved);
        below.rename(from, to);
    }

    private File file(String name) {
        return files.computeIfAbsent(name, _ -> new File());
    }

    @Override
    public void close() {
        below.close();
    }
}
