package io.capstan.storage.log;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;
import io.capstan.core.wire.WireWriter;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one segment from front to back, or from a given place, whatever bytes it holds: every step
/// goes on by at least one byte, and nothing is trusted before its checksum was seen.
final class SegmentScanner {
    private static final int WINDOW = 32 * Fragment.BLOCK;

    private final Disk disk;
    private final String file;
    private final int window;
    private final Fragment fragment = new Fragment();
    private final ArrayDeque<Scanned> pending = new ArrayDeque<>();
    private final long size;
    private byte[] bytes = new byte[0];
    private long windowStart;
    private long at;
    private int chain;

    SegmentScanner(Disk disk, String file, long from) {
        this(disk, file, from, WINDOW);
    }

    /// `window`: how many bytes are read at once, a multiple of [Fragment#BLOCK].
    SegmentScanner(Disk disk, String file, long from, int window) {
        this.disk = disk;
        this.file = file;
        this.window = window;
        this.size = Math.max(0, disk.size(file));
        this.at = from;
    }

    /// Goes to this place; what was read of its surroundings is not read again.
    void jump(long offset) {
        pending.clear();
        at = offset;
    }

    /// The end of what was read so far.
    long position() {
        return at;
    }

    /// The chain over all sound fragments since [#startChain].
    int chain() {
        return chain;
    }

    void startChain(int previous, long batch) {
        chain = fragment.link(previous, (int) batch);
    }

    /// The next thing met, or null at the end.
    @Nullable Scanned next() {
        Scanned waiting = pending.poll();
        if (waiting != null) return waiting;
        if (!seek()) return null;
        int from = (int) (at - windowStart);
        if (!headerIsSound(from)) return unreadable();
        return switch (bytes[from + 10]) {
            case Fragment.WHOLE -> whole(from);
            case Fragment.FIRST -> assembled(from);
            default -> stray(from);
        };
    }

    /// Moves over padding to the next fragment; false at the end.
    private boolean seek() {
        while (at < size) {
            int room = Fragment.BLOCK - (int) (at % Fragment.BLOCK);
            if (room <= Fragment.HEADER) {
                at += room;
                continue;
            }
            load();
            if (room >= Fragment.HEADER + BatchHeader.LENGTH || !zeros(room)) return true;
            at += room;
        }
        return false;
    }

    private boolean zeros(int room) {
        int from = (int) (at - windowStart);
        int until = Math.min(from + room, bytes.length);
        for (int i = from; i < until; i++) if (bytes[i] != 0) return false;
        return true;
    }

    private void load() {
        if (at >= windowStart && at < windowStart + bytes.length) return;
        windowStart = at - at % Fragment.BLOCK;
        bytes = disk.read(file, windowStart, window).toArray();
        if (at >= windowStart + bytes.length) bytes = new byte[window];
    }

    private boolean headerIsSound(int from) {
        if (from + Fragment.HEADER > bytes.length || !headerIsPlausible(from)) return false;
        int sum = fragment.checksum(bytes, from + 4, Fragment.HEADER - 4);
        return sum == Fragment.intAt(bytes, from);
    }

    private boolean headerIsPlausible(int from) {
        int room = Fragment.BLOCK - (int) (at % Fragment.BLOCK) - Fragment.HEADER;
        return Fragment.length(bytes, from) <= room
                && RecordKind.of(bytes[from + 11]) != null
                && bytes[from + 10] >= Fragment.WHOLE
                && bytes[from + 10] <= Fragment.LAST;
    }

    private boolean bodyIsSound(int from) {
        int length = Fragment.length(bytes, from);
        if (from + Fragment.HEADER + length > bytes.length) return false;
        int sum = fragment.checksum(bytes, from + Fragment.HEADER, length);
        return sum == Fragment.intAt(bytes, from + 4);
    }

    private Scanned whole(int from) {
        int length = Fragment.length(bytes, from);
        if (!bodyIsSound(from)) return stray(from);
        Scanned sound = sound(from, at, Bytes.wrap(bytes, from + Fragment.HEADER, length));
        take(from);
        return sound;
    }

    /// A record of several fragments; spoiled if any of them is.
    private Scanned assembled(int from) {
        long offset = at;
        Scanned.Spoiled spoiled = spoiled(from);
        Scanned.Sound head = sound(from, offset, Bytes.EMPTY);
        WireWriter body = new WireWriter(4 * Fragment.BLOCK);
        boolean intact = true;
        int here = from;
        while (true) {
            boolean fits = bodyIsSound(here);
            intact &= fits;
            if (fits)
                body.raw(Bytes.wrap(bytes, here + Fragment.HEADER, Fragment.length(bytes, here)));
            boolean last = bytes[here + 10] == Fragment.LAST;
            take(here);
            if (last) break;
            if (!seek()) return spoiled;
            here = (int) (at - windowStart);
            if (!headerIsSound(here)) {
                pending.add(unreadable());
                return spoiled;
            }
            if (!continues(here, head)) return spoiled;
        }
        return intact
                ? new Scanned.Sound(
                        head.kind(),
                        head.batch(),
                        head.count(),
                        head.shard(),
                        head.replica(),
                        offset,
                        body.bytes())
                : spoiled;
    }

    private boolean continues(int from, Scanned.Sound head) {
        return bytes[from + 10] >= Fragment.MIDDLE
                && bytes[from + 11] == head.kind().number()
                && Fragment.intAt(bytes, from + 12) == head.batch()
                && Fragment.intAt(bytes, from + 16) == head.count()
                && Fragment.longAt(bytes, from + 20) == head.shard()
                && Fragment.longAt(bytes, from + 28) == head.replica();
    }

    private Scanned stray(int from) {
        Scanned spoiled = spoiled(from);
        take(from);
        return spoiled;
    }

    private void take(int from) {
        chain = fragment.link(chain, Fragment.intAt(bytes, from));
        at = Math.min(size, at + Fragment.HEADER + Fragment.length(bytes, from));
    }

    /// Looks for the next sound header, byte by byte up to the end of the block: the batches behind
    /// a spoiled header may hold the claim that tells rot from a torn tail.
    private Scanned unreadable() {
        Scanned met = new Scanned.Unreadable(at);
        long end = at + Fragment.BLOCK - at % Fragment.BLOCK;
        do at++;
        while (at < end && !headerIsSound((int) (at - windowStart)));
        return met;
    }

    private Scanned.Sound sound(int from, long offset, Bytes body) {
        return new Scanned.Sound(
                kind(from),
                Fragment.intAt(bytes, from + 12),
                Fragment.intAt(bytes, from + 16),
                Fragment.longAt(bytes, from + 20),
                Fragment.longAt(bytes, from + 28),
                offset,
                body);
    }

    private Scanned.Spoiled spoiled(int from) {
        return new Scanned.Spoiled(
                kind(from),
                Fragment.intAt(bytes, from + 12),
                Fragment.longAt(bytes, from + 20),
                Fragment.longAt(bytes, from + 28),
                at);
    }

    /// Only for a header found sound.
    private RecordKind kind(int from) {
        return Objects.requireNonNull(RecordKind.of(bytes[from + 11]));
    }
}
