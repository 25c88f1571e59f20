package io.capstan.server.port;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.port.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Files in one folder. Writes go to the operating system at once and in order; a thread of its own
/// carries out the syncs ([SyncThread]), so that the host's loop never waits for the device.
///
/// Used by the host's loop alone.
///
/// Invariants
/// 1. When a sync completes, everything written to that file before it began is on the device, and
///    so are all files made, deleted, renamed or cut before it began.
/// 2. What is there when the folder is opened is on the device once the constructor returns, and
///    its name with the first sync.
/// 3. After a failed sync of a file no later sync of it succeeds: the system may have dropped the
///    pages that it could not write (Rebello et al., "Can Applications Recover from fsync
///    Failures?", 2020).
public final class FileDisk implements Disk, AutoCloseable {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    private final Path folder;
    private final SyncThread syncs;
    private final TreeMap<String, OpenFile> files = new TreeMap<>();

    /// Files cut since the last sync of any file.
    private final TreeSet<String> cut = new TreeSet<>();

    /// Whether names changed since the last sync of any file.
    private boolean namesChanged;

    /// Opens the folder, which must exist, and makes durable what a killed process may have left in
    /// the system's cache alone: what is found is built upon from now on.
    public FileDisk(Path folder, Completions completions) {
        this(folder, completions, _ -> {});
    }

    /// The same; `tookNanos` is told how long each sync of a file took, on the thread that waited.
    public FileDisk(Path folder, Completions completions, LongConsumer tookNanos) {
        this.folder = folder;
        try (Stream<Path> listed = Files.list(folder)) {
            for (Path path : listed.filter(Files::isRegularFile).toList()) {
                OpenFile found = open(path);
                found.channel.force(true);
                files.put(path.getFileName().toString(), found);
            }
            SyncThread.force(folder);
        } catch (IOException e) {
            throw new PortFailure("the folder " + folder + " cannot be read: " + e, e);
        }
        syncs = new SyncThread(folder, completions, tookNanos);
    }

    @Override
    public List<String> files() {
        return List.copyOf(files.keySet());
    }

    @Override
    public long size(String file) {
        OpenFile open = files.get(file);
        return open == null ? -1 : open.size;
    }

    @Override
    public Bytes read(String file, long offset, int length) {
        OpenFile open = files.get(file);
        if (open == null || offset >= open.size) return Bytes.EMPTY;
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, open.size - offset));
        try {
            while (buffer.hasRemaining())
                if (open.channel.read(buffer, offset + buffer.position()) < 0) break;
        } catch (IOException e) {
            throw new PortFailure("reading " + folder.resolve(file) + " failed: " + e, e);
        }
        return Bytes.wrap(buffer.array(), 0, buffer.position());
    }

    @Override
    public Written write(String file, long offset, Bytes data) {
        OpenFile open;
        try {
            open = openOrMake(file);
        } catch (IOException e) {
            return verdict(e);
        }
        try {
            open.write(offset, data);
            return Written.DONE;
        } catch (IOException e) {
            return undone(open) ? verdict(e) : Written.FAILED;
        }
    }

    /// A write that failed half-way must not leave its first half behind it.
    private static boolean undone(OpenFile open) {
        try {
            open.channel.truncate(open.size);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Written verdict(IOException why) {
        String message = String.valueOf(why.getMessage());
        boolean full = message.contains("No space left") || message.contains("quota exceeded");
        return full ? Written.FULL : Written.FAILED;
    }

    @Override
    public void sync(String file, long ticket) {
        sync(file, ticket, List.of());
    }

    /// As [#sync], carrying out these writes first, on the syncing thread.
    void sync(String file, long ticket, List<HeldDisk.Held> first) {
        OpenFile open = present(file);
        List<OpenFile> alsoCut = new ArrayList<>();
        for (String name : cut)
            if (!name.equals(file) && files.get(name) != null) alsoCut.add(files.get(name));
        syncs.begin(new SyncThread.Sync(open, alsoCut, namesChanged, first, ticket));
        cut.clear();
        namesChanged = false;
    }

    @Override
    public void truncate(String file, long size) {
        OpenFile open = files.get(file);
        if (open == null || open.size <= size) return;
        try {
            open.channel.truncate(size);
        } catch (IOException e) {
            throw new PortFailure("cutting " + folder.resolve(file) + " failed: " + e, e);
        }
        open.size = size;
        cut.add(file);
    }

    @Override
    public void delete(String file) {
        OpenFile open = files.remove(file);
        if (open == null) return;
        try {
            Files.deleteIfExists(folder.resolve(file));
        } catch (IOException e) {
            throw new PortFailure("deleting " + folder.resolve(file) + " failed: " + e, e);
        }
        syncs.close(open);
        namesChanged = true;
    }

    @Override
    public void rename(String from, String to) {
        OpenFile moved = present(from);
        checkName(to);
        try {
            Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new PortFailure("renaming " + folder.resolve(from) + " failed: " + e, e);
        }
        files.remove(from);
        OpenFile replaced = files.put(to, moved);
        if (replaced != null) syncs.close(replaced);
        namesChanged = true;
    }

    private OpenFile present(String file) {
        Invariant.check(files.containsKey(file), "there is no file %s", file);
        return Objects.requireNonNull(files.get(file));
    }

    /// Makes the file where there is none.
    OpenFile openOrMake(String file) throws IOException {
        OpenFile open = files.get(file);
        if (open != null) return open;
        checkName(file);
        OpenFile made = open(folder.resolve(file));
        files.put(file, made);
        namesChanged = true;
        return made;
    }

    /// Bytes up to this size are on their way with a sync.
    void grown(String file, long size) {
        OpenFile open = present(file);
        open.size = Math.max(open.size, size);
    }

    /// Waits until all syncs begun so far are carried out.
    void awaitSyncs() {
        syncs.await();
    }

    private static void checkName(String file) {
        Invariant.check(PLAIN_NAME.matcher(file).matches(), "%s is no plain file name", file);
    }

    private static OpenFile open(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE);
        return new OpenFile(path, channel, channel.size());
    }

    /// Ends the syncing thread after what it has begun, and closes all files. Bytes not synced are
    /// left to the system.
    @Override
    public void close() {
        files.values().forEach(syncs::close);
        files.clear();
        syncs.close();
    }

    /// A file and its size as this process made it.
    static final class OpenFile {
        final Path path;
        final FileChannel channel;

        /// Known to the host's loop alone.
        long size;

        OpenFile(Path path, FileChannel channel, long size) {
            this.path = path;
            this.channel = channel;
            this.size = size;
        }

        void write(long offset, Bytes data) throws IOException {
            writeFully(offset, data);
            size = Math.max(size, offset + data.length());
        }

        void writeFully(long offset, Bytes data) throws IOException {
            ByteBuffer source = data.asBuffer();
            long at = offset;
            while (source.hasRemaining()) at += channel.write(source, at);
        }
    }
}
