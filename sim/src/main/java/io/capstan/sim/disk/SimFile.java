package io.capstan.sim.disk;

import io.capstan.core.Bytes;
import io.capstan.core.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One file: what the process sees, and what each sector would be after a crash.
///
/// A sector that differs from the platter is *dirty*. A sync captures nothing when it begins: only
/// a write to a sector that a pending sync has seen keeps that sector's older content, so an
/// append-only file costs almost nothing.
final class SimFile {
    static final int SECTOR = 512;

    /// What a sector holds, and when that was written.
    private record Image(long at, Bytes bytes) {}

    /// A dirty sector: what the platter holds (null: nothing), and contents between that and now
    /// that a pending sync may still make durable.
    private static final class Dirty {
        private byte @Nullable [] platter;
        private final List<Image> between = new ArrayList<>();
        private long lastWrite;
    }

    private final TreeMap<Long, Dirty> dirty = new TreeMap<>();
    private final TreeSet<Long> rotten = new TreeSet<>();
    private byte[] bytes = new byte[0];
    private int size;

    /// Everything below this offset is durable, and a later durable write of the log could say so:
    /// rot there is within what the log claims to notice.
    private long provenBelow;

    /// The size on the platter.
    private int durableSize;

    private boolean sizeLost;

    int size() {
        return size;
    }

    int durableSize() {
        return durableSize;
    }

    void durableSizeIs(int now) {
        durableSize = now;
    }

    long provenBelow() {
        return provenBelow;
    }

    void provenBelow(long offset) {
        provenBelow = Math.max(provenBelow, Math.min(offset, size));
    }

    // ---- what the process sees --------------------------------------------------------------

    byte[] read(long offset, int length) {
        if (offset >= size) return new byte[0];
        int end = (int) Math.min(size, offset + length);
        byte[] read = Arrays.copyOfRange(bytes, (int) offset, end);
        for (long each : rotten.subSet(offset, (long) end)) read[(int) (each - offset)] ^= 0x55;
        return read;
    }

    boolean isRotten(long offset, int length) {
        return !rotten.isEmpty() && !rotten.subSet(offset, offset + length).isEmpty();
    }

    /// `lastSyncBegun`: the moment of the latest pending sync, or -1.
    void write(long offset, Bytes data, long now, long lastSyncBegun) {
        int end = (int) (offset + data.length());
        touch(Math.min(offset, size), end, now, lastSyncBegun);
        if (end > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        data.copyTo(bytes, (int) offset);
        size = Math.max(size, end);
        if (!rotten.isEmpty()) rotten.subSet(offset, (long) end).clear();
    }

    void truncate(int to, long now, long lastSyncBegun) {
        if (to >= size) return;
        touch(to, size, now, lastSyncBegun);
        Arrays.fill(bytes, to, size, (byte) 0);
        size = to;
        provenBelow = Math.min(provenBelow, to);
        rotten.tailSet((long) to).clear();
    }

    private void touch(long from, long until, long now, long lastSyncBegun) {
        for (long sector = from / SECTOR; sector * SECTOR < until; sector++) {
            Dirty state = dirty.get(sector);
            if (state == null) {
                state = new Dirty();
                boolean onPlatter = sector * SECTOR < durableSize;
                state.platter = onPlatter ? content(sector) : null;
                dirty.put(sector, state);
            } else if (state.lastWrite <= lastSyncBegun) {
                state.between.add(new Image(state.lastWrite, Bytes.wrap(content(sector))));
            }
            state.lastWrite = now;
        }
    }

    private byte[] content(long sector) {
        int from = (int) (sector * SECTOR);
        byte[] copy = new byte[SECTOR];
        int length = Math.min(SECTOR, bytes.length - from);
        if (length > 0) System.arraycopy(bytes, from, copy, 0, length);
        return copy;
    }

    // ---- what is durable --------------------------------------------------------------------

    /// A sync that began at `begun` has completed.
    void synced(long begun) {
        dirty.values().removeIf(state -> state.lastWrite <= begun);
        for (Dirty state : dirty.values()) {
            for (Image image : state.between)
                if (image.at() <= begun) state.platter = image.bytes().toArray();
            state.between.removeIf(image -> image.at() <= begun);
        }
    }

    /// After the crash the file has this size; each dirty sector is drawn.
    void crash(int sizeNow, Randomness random, DiskProfile profile, DiskFelt felt) {
        for (Map.Entry<Long, Dirty> each : dirty.entrySet()) {
            int from = (int) (each.getKey() * SECTOR);
            byte[] now = content(each.getKey());
            byte[] after = drawn(each.getValue(), now, random, profile, felt);
            if (from + SECTOR > bytes.length) bytes = Arrays.copyOf(bytes, from + SECTOR);
            System.arraycopy(after, 0, bytes, from, SECTOR);
            if (!Arrays.equals(after, now)) felt.lostBytes(SECTOR);
        }
        dirty.clear();
        if (sizeNow > bytes.length) bytes = Arrays.copyOf(bytes, sizeNow);
        Arrays.fill(bytes, sizeNow, bytes.length, (byte) 0);
        size = sizeNow;
        durableSize = sizeNow;
        provenBelow = Math.min(provenBelow, sizeNow);
    }

    private static byte[] drawn(
            Dirty state, byte[] now, Randomness random, DiskProfile profile, DiskFelt felt) {
        byte[] old = state.platter == null ? new byte[SECTOR] : state.platter;
        double chance = random.nextDouble();
        if (chance < profile.keepChance()) return now;
        if (chance < profile.keepChance() + profile.tearChance()) {
            felt.torn();
            byte[] torn = old.clone();
            System.arraycopy(now, 0, torn, 0, 1 + random.below(SECTOR - 1));
            return torn;
        }
        if (!state.between.isEmpty() && random.nextBoolean())
            return random.pick(state.between).bytes().toArray();
        return old;
    }

    /// A sync that began at `begun` has failed: what it saw is not durable and will not become so
    /// by a later sync, unless it is written again.
    void syncFailed(long begun) {
        for (Dirty state : dirty.values())
            if (state.lastWrite <= begun) state.lastWrite = Long.MAX_VALUE;
    }

    /// Whether a crash has lost a change of size: later ones are lost, too.
    boolean sizeLost() {
        return sizeLost;
    }

    void sizeLost(boolean lost) {
        sizeLost = lost;
    }

    // ---- rot --------------------------------------------------------------------------------

    void rot(long offset) {
        rotten.add(offset);
    }

    void heal() {
        rotten.clear();
    }
}
