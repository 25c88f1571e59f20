package io.capstan.sim.disk;

import io.capstan.core.Bytes;
import io.capstan.core.port.Disk;
import io.capstan.core.random.Randomness;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A disk whose bytes live in memory and whose faults are drawn: syncs take time, a crash keeps any
/// part of what was not synced, sector by sector, and any change of names and sizes with it.
///
/// Pristine bytes and rot are kept apart, so that rot can be switched off. Syncs complete in the
/// order in which they began. Completions come from the [Scheduler], never from within a call.
public final class SimDisk implements Disk {
    private static final String LOG = "log-";
    private static final int SLOW_SYNC_ONE_IN = 100;

    /// A change of names or sizes, not durable yet.
    private sealed interface Change {
        long at();

        record Create(long at, String name, SimFile file) implements Change {}

        record Delete(long at, String name) implements Change {}

        record Rename(long at, String from, String to) implements Change {}

        record Resize(long at, SimFile file, int size) implements Change {}
    }

    private record Syncing(long ticket, SimFile file, long begun, long lastWrite) {}

    /// At `at` it was known that the file is durable up to `size`.
    private record Known(long at, SimFile file, int size) {}

    private final DiskProfile profile;
    private final Scheduler scheduler;
    private final Randomness random;
    private final DiskFelt felt = new DiskFelt();
    private final TreeMap<String, SimFile> files = new TreeMap<>();
    private final TreeMap<String, SimFile> durable = new TreeMap<>();
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private final ArrayDeque<Syncing> syncing = new ArrayDeque<>();
    private final ArrayDeque<Known> known = new ArrayDeque<>();
    private @Nullable Completions completions;
    private long step;
    private long logWrite;
    private long generation;
    private long used;
    private long capacity;
    private long busyUntil;
    private long stalledUntil;
    private double slowness = 1;
    private int syncsToFail;
    private boolean broken;

    public SimDisk(DiskProfile profile, Scheduler scheduler, Randomness random) {
        this.profile = profile;
        this.scheduler = scheduler;
        this.random = random;
        this.capacity = profile.capacityBytes();
    }

    /// Where completions go from now on; those under way are forgotten.
    public void attach(Completions to) {
        completions = to;
    }

    // ---- the port ---------------------------------------------------------------------------

    @Override
    public List<String> files() {
        return List.copyOf(files.keySet());
    }

    @Override
    public long size(String file) {
        SimFile found = files.get(file);
        return found == null ? -1 : found.size();
    }

    @Override
    public Bytes read(String file, long offset, int length) {
        SimFile found = files.get(file);
        if (found == null) return Bytes.EMPTY;
        if (found.isRotten(offset, length)) felt.readRot();
        return Bytes.wrap(found.read(offset, length));
    }

    @Override
    public Written write(String file, long offset, Bytes data) {
        if (broken) return Written.FAILED;
        SimFile found = files.get(file);
        int size = found == null ? 0 : found.size();
        long growth = Math.max(0, offset + data.length() - size);
        if (growth > 0 && used + growth > capacity) {
            felt.full();
            return Written.FULL;
        }
        step++;
        if (found == null) {
            found = new SimFile();
            files.put(file, found);
            changes.add(new Change.Create(step, file, found));
        }
        found.write(offset, data, step, lastSyncOf(found));
        if (file.startsWith(LOG)) logWrite = step;
        if (growth > 0) resized(found, growth);
        return Written.DONE;
    }

    @Override
    public void sync(String file, long ticket) {
        SimFile found = files.get(file);
        step++;
        long now = scheduler.nanos();
        long start = Math.max(now, busyUntil);
        if (stalledUntil > start) {
            felt.stalledSync();
            start = stalledUntil;
        }
        busyUntil = start + latency();
        syncing.add(new Syncing(ticket, found == null ? new SimFile() : found, step, logWrite));
        long born = generation;
        scheduler.after(
                Math.max(1, busyUntil - now),
                () -> {
                    if (born == generation) complete();
                });
    }

    @Override
    public void truncate(String file, long size) {
        SimFile found = files.get(file);
        if (found == null || size >= found.size()) return;
        step++;
        int gone = found.size() - (int) size;
        found.truncate((int) size, step, lastSyncOf(found));
        resized(found, -gone);
    }

    @Override
    public void delete(String file) {
        SimFile found = files.remove(file);
        if (found == null) return;
        step++;
        used -= found.size();
        changes.add(new Change.Delete(step, file));
    }

    @Override
    public void rename(String from, String to) {
        SimFile found = files.remove(from);
        if (found == null) return;
        step++;
        SimFile replaced = files.put(to, found);
        if (replaced != null) used -= replaced.size();
        changes.add(new Change.Rename(step, from, to));
    }

    private void resized(SimFile file, long growth) {
        used += growth;
        changes.add(new Change.Resize(step, file, file.size()));
    }

    private long lastSyncOf(SimFile file) {
        long last = -1;
        for (Syncing each : syncing) if (each.file() == file) last = each.begun();
        return last;
    }

    private long latency() {
        long nanos = profile.syncNanos() / 2 + random.below(profile.syncNanos());
        if (random.below(SLOW_SYNC_ONE_IN) == 0) nanos *= 10;
        return (long) (nanos * slowness);
    }

    // ---- durability -------------------------------------------------------------------------

    private void complete() {
        Syncing done = syncing.remove();
        step++;
        Completions to = completions;
        if (syncsToFail > 0) {
            syncsToFail--;
            felt.failedSync();
            done.file().syncFailed(done.begun());
            if (to != null) to.syncFailed(done.ticket());
            return;
        }
        while (!changes.isEmpty() && changes.element().at() <= done.begun())
            carryOut(changes.remove());
        done.file().synced(done.begun());
        prove(done);
        if (to != null) to.synced(done.ticket());
    }

    private void carryOut(Change change) {
        switch (change) {
            case Change.Create create -> durable.put(create.name(), create.file());
            case Change.Delete delete -> durable.remove(delete.name());
            case Change.Rename rename -> {
                SimFile moved = durable.remove(rename.from());
                if (moved != null) durable.put(rename.to(), moved);
            }
            case Change.Resize resize -> resize.file().durableSizeIs(resize.size());
        }
    }

    /// The last log write that this sync has made durable could know what was durable before it.
    private void prove(Syncing done) {
        while (!known.isEmpty() && known.element().at() < done.lastWrite()) {
            Known fact = known.remove();
            fact.file().provenBelow(fact.size());
        }
        known.add(new Known(step, done.file(), done.file().durableSize()));
    }

    // ---- faults -----------------------------------------------------------------------------

    /// The node goes down and the power with it: of what was not durable any part is lost.
    public void crash() {
        generation++;
        felt.pending(syncing.size());
        syncing.clear();
        step++;
        TreeSet<String> lostNames = new TreeSet<>();
        for (Change change : changes)
            if (survives(change, lostNames)) carryOut(change);
            else felt.lostChange();
        changes.clear();
        files.clear();
        files.putAll(durable);
        used = 0;
        known.clear();
        for (Map.Entry<String, SimFile> each : files.entrySet()) {
            SimFile file = each.getValue();
            file.sizeLost(false);
            file.crash(file.durableSize(), random, profile, felt);
            used += file.size();
            if (each.getKey().startsWith(LOG)) known.add(new Known(step, file, file.size()));
        }
        busyUntil = 0;
    }

    /// A change that is lost takes those with it that build on it.
    private boolean survives(Change change, Set<String> lostNames) {
        boolean kept = random.nextBoolean();
        return switch (change) {
            case Change.Create create -> keep(kept, lostNames, create.name(), create.name());
            case Change.Delete delete -> keep(kept, lostNames, delete.name(), delete.name());
            case Change.Rename rename -> keep(kept, lostNames, rename.from(), rename.to());
            case Change.Resize resize -> {
                if (!kept) resize.file().sizeLost(true);
                yield !resize.file().sizeLost();
            }
        };
    }

    private static boolean keep(
            boolean kept, Set<String> lostNames, String name, String otherName) {
        if (kept && !lostNames.contains(name) && !lostNames.contains(otherName)) return true;
        lostNames.add(name);
        lostNames.add(otherName);
        return false;
    }

    /// Everything is gone, as after the exchange of the disk.
    public void wipe() {
        generation++;
        syncing.clear();
        changes.clear();
        files.clear();
        durable.clear();
        known.clear();
        used = 0;
        busyUntil = 0;
    }

    /// No sync completes before this moment of the world's time.
    public void stall(long untilNanos) {
        stalledUntil = Math.max(stalledUntil, untilNanos);
        long shift = stalledUntil - scheduler.nanos();
        if (shift <= 0 || syncing.isEmpty()) return;
        for (int i = 0; i < syncing.size(); i++) felt.stalledSync();
        // What is under way waits, too: the pending completions are void, new ones are made.
        generation++;
        long born = generation;
        busyUntil = stalledUntil;
        for (int i = 0; i < syncing.size(); i++) {
            busyUntil += latency();
            scheduler.after(
                    busyUntil - scheduler.nanos(),
                    () -> {
                        if (born == generation) complete();
                    });
        }
    }

    /// Syncs take this many times as long; 1: as usual.
    public void slow(double factor) {
        slowness = factor;
    }

    /// From now on there is no room for anything more.
    public void fill() {
        capacity = used;
    }

    /// There is room again.
    public void unfill() {
        capacity = profile.capacityBytes();
    }

    public boolean isFull() {
        return used >= capacity;
    }

    /// The next syncs to complete fail, and what they should have made durable never is.
    public void failSyncs(int count) {
        syncsToFail = count;
    }

    /// From now on every write fails, or no longer.
    public void breakWrites(boolean now) {
        broken = now;
    }

    /// Turns up to `count` durable bytes of the log into others, only where the log claims to
    /// notice it: a later durable batch says that they were durable. Returns how many.
    public int rot(int count) {
        List<SimFile> prone = new ArrayList<>();
        for (Map.Entry<String, SimFile> each : files.entrySet())
            if (each.getKey().startsWith(LOG) && each.getValue().provenBelow() > 0)
                prone.add(each.getValue());
        if (prone.isEmpty()) return 0;
        for (int i = 0; i < count; i++) {
            SimFile file = random.pick(prone);
            file.rot(random.below(file.provenBelow()));
        }
        return count;
    }

    /// All rot is gone: the bytes are again what was written.
    public void healRot() {
        for (Iterator<SimFile> each = files.values().iterator(); each.hasNext(); )
            each.next().heal();
    }

    public DiskFelt felt() {
        return felt;
    }

    public long usedBytes() {
        return used;
    }

    /// Syncs under way.
    public int pendingSyncs() {
        return syncing.size();
    }
}
