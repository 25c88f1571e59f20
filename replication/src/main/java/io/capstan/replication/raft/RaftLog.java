package io.capstan.replication.raft;

import io.capstan.core.Invariant;
import io.capstan.core.log.Entry;
import io.capstan.core.log.Recovered;
import io.capstan.core.request.Command;
import io.capstan.core.time.HybridTime;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One replica's view of its log: which terms lie where, which entries are still in memory, and how
/// much of it would survive a crash.
///
/// Invariants
/// 1. `previousIndex <= durable <= written <= lastIndex`; terms never fall along the log.
/// 2. Entries in memory are a suffix of the log, and every entry that is not durable is among them.
/// 3. `durable` covers only what the disk holds now: a truncation clips every write still under
///    way, so that a late [#persisted] of overwritten entries acknowledges nothing, even where the
///    same index and term was appended anew in between.
///
/// Memory is bounded by [#CACHE_ENTRIES] and [#CACHE_BYTES]; at the bound the oldest entries that
/// are durable and handed to the state machine leave, and are fetched from disk when a slow
/// follower needs them.
///
/// Raft thesis 3.5 (log matching), 10.2.1 (writing in parallel).
final class RaftLog {
    static final int CACHE_ENTRIES = 8192;
    static final int CACHE_BYTES = 2 << 20;

    /// A write under way: all up to `last`, whose term is `term`, once `ticket` is durable.
    private record Write(long ticket, long last, long term) {}

    private long previousIndex;
    private long previousTerm;
    private long lastIndex;
    private long lastTerm;
    private long written;
    private long durable;
    private HybridTime lastStamp;
    private boolean stampKnown;

    private long[] runTerms = new long[4];
    private long[] runStarts = new long[4];
    private int runs;

    private @Nullable Entry[] ring = new Entry[64];
    private @Nullable Command[] proposed = new Command[64];
    private long cacheFirst;
    private long cacheBytes;

    private final ArrayDeque<Write> writes = new ArrayDeque<>();

    RaftLog(Recovered recovered, HybridTime floor) {
        previousIndex = recovered.previousIndex();
        previousTerm = recovered.previousTerm();
        for (Recovered.TermStart start : recovered.terms()) addRun(start.term(), start.index());
        lastIndex = recovered.lastIndex();
        lastTerm = runs == 0 ? previousTerm : runTerms[runs - 1];
        written = lastIndex;
        durable = lastIndex;
        cacheFirst = lastIndex + 1;
        lastStamp = floor;
        stampKnown = lastIndex == previousIndex;
    }

    long previousIndex() {
        return previousIndex;
    }

    long previousTerm() {
        return previousTerm;
    }

    long lastIndex() {
        return lastIndex;
    }

    long lastTerm() {
        return lastTerm;
    }

    long durable() {
        return durable;
    }

    /// At least the stamp of every entry in the log, once [#stampKnown].
    HybridTime lastStamp() {
        return lastStamp;
    }

    /// False after a restart until the last entry was read back: a leader must stamp above it.
    boolean stampKnown() {
        return stampKnown;
    }

    void learnStamp(HybridTime stamp) {
        lastStamp = HybridTime.max(lastStamp, stamp);
        stampKnown = true;
    }

    /// The term of the entry at `index`, or -1 where this log cannot say.
    long termAt(long index) {
        if (index == lastIndex) return lastTerm;
        if (index < previousIndex || index > lastIndex) return -1;
        if (index == previousIndex) return previousTerm;
        int run = runs - 1;
        while (runStarts[run] > index) run--;
        return runTerms[run];
    }

    /// Whether a log ending with (`index`, `term`) is at least as up to date as this one. Thesis
    /// 3.6.1.
    boolean isNotAheadOf(long index, long term) {
        return term > lastTerm || (term == lastTerm && index >= lastIndex);
    }

    /// The largest index up to `index` whose term is at most `term`; [#previousIndex] where there
    /// is none in reach.
    long backOff(long index, long term) {
        long at = Math.min(index, lastIndex);
        while (at > previousIndex && termAt(at) > term) at = runStartOf(at) - 1;
        return Math.max(at, previousIndex);
    }

    private long runStartOf(long index) {
        int run = runs - 1;
        while (runStarts[run] > index) run--;
        return runStarts[run];
    }

    /// Adds the next entry; `command` is what it carries where it was proposed here.
    void append(Entry entry, @Nullable Command command) {
        Invariant.check(
                entry.index() == lastIndex + 1,
                "entry %s does not follow %s",
                entry.index(),
                lastIndex);
        Invariant.check(
                entry.term() >= lastTerm, "term %s follows term %s", entry.term(), lastTerm);
        if (runs == 0 || entry.term() > runTerms[runs - 1]) addRun(entry.term(), entry.index());
        lastIndex = entry.index();
        lastTerm = entry.term();
        lastStamp = HybridTime.max(lastStamp, entry.stamp());
        if (lastIndex - cacheFirst >= ring.length) grow();
        ring[slot(lastIndex)] = entry;
        proposed[slot(lastIndex)] = command;
        cacheBytes += entry.weight();
    }

    /// Forgets every entry from `from` on.
    void truncateFrom(long from) {
        Invariant.check(from > previousIndex, "truncation at %s of %s", from, previousIndex);
        for (long at = Math.max(from, cacheFirst); at <= lastIndex; at++) forget(at);
        lastIndex = from - 1;
        cacheFirst = Math.min(cacheFirst, from);
        while (runs > 0 && runStarts[runs - 1] >= from) runs--;
        lastTerm = runs == 0 ? previousTerm : runTerms[runs - 1];
        written = Math.min(written, lastIndex);
        durable = Math.min(durable, lastIndex);
        clipWrites();
    }

    /// Writes of entries that are no longer in the log will acknowledge nothing.
    private void clipWrites() {
        while (!writes.isEmpty() && writes.getLast().last() > lastIndex) {
            Write last = writes.removeLast();
            Write before = writes.peekLast();
            long covered = before == null ? durable : before.last();
            if (lastIndex > covered) writes.addLast(new Write(last.ticket(), lastIndex, lastTerm));
        }
    }

    boolean hasUnwritten() {
        return written < lastIndex;
    }

    /// The entries not yet given to the disk; [#wrote] follows.
    List<Entry> unwritten() {
        return slice(written + 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /// Everything up to the last entry is durable once this ticket is.
    void wrote(long ticket) {
        written = lastIndex;
        writes.addLast(new Write(ticket, lastIndex, lastTerm));
    }

    /// All tickets up to this one are durable. Returns whether more of the log became so.
    boolean persisted(long ticket) {
        long before = durable;
        while (!writes.isEmpty() && writes.getFirst().ticket() <= ticket) {
            Write write = writes.removeFirst();
            Invariant.check(
                    termAt(write.last()) == write.term(),
                    "a write of %s/%s acknowledges an overwritten entry",
                    write.term(),
                    write.last());
            durable = write.last();
        }
        return durable > before;
    }

    /// The ticket after which `index` is durable; 0 where it is already.
    long ticketCovering(long index) {
        if (index <= durable) return 0;
        for (Write write : writes) if (write.last() >= index) return write.ticket();
        throw new IllegalStateException("entry " + index + " was never given to the disk");
    }

    boolean isCached(long index) {
        return index >= cacheFirst && index <= lastIndex;
    }

    @Nullable Entry entry(long index) {
        return isCached(index) ? ring[slot(index)] : null;
    }

    /// What was proposed here as this entry, or null.
    @Nullable Command proposedAt(long index) {
        return isCached(index) ? proposed[slot(index)] : null;
    }

    void forgetProposal(long index) {
        if (isCached(index)) proposed[slot(index)] = null;
    }

    /// Cached entries from `from` on, at most so many and so heavy but at least one.
    List<Entry> slice(long from, int maxEntries, int maxBytes) {
        int count = (int) Math.min(maxEntries, lastIndex - from + 1);
        @Nullable Entry[] some = new Entry[count];
        long bytes = 0;
        int taken = 0;
        for (; taken < count; taken++) {
            Entry entry = ring[slot(from + taken)];
            Invariant.check(entry != null && entry.index() == from + taken, "cache at %s", from);
            bytes += entry == null ? 0 : entry.weight();
            if (taken > 0 && bytes > maxBytes) break;
            some[taken] = entry;
        }
        return listOf(some, taken);
    }

    @SuppressWarnings("NullAway") // every element up to `taken` was checked not to be null
    private static List<Entry> listOf(@Nullable Entry[] some, int taken) {
        return List.of(taken == some.length ? some : Arrays.copyOf(some, taken));
    }

    /// Lets go of memory beyond the bounds; entries after `keepAfter` stay.
    void evict(long keepAfter) {
        long until = Math.min(keepAfter, durable);
        while (cacheFirst <= until
                && (cacheBytes > CACHE_BYTES || lastIndex - cacheFirst >= CACHE_ENTRIES)) {
            forget(cacheFirst++);
        }
    }

    /// Entries up to `upTo` are gone for good.
    void compact(long upTo) {
        Invariant.check(upTo <= durable, "compaction to %s beyond durable %s", upTo, durable);
        previousTerm = termAt(upTo);
        previousIndex = upTo;
        while (cacheFirst <= upTo && cacheFirst <= lastIndex) forget(cacheFirst++);
        int gone = 0;
        while (gone + 1 < runs && runStarts[gone + 1] <= upTo + 1) gone++;
        if (lastIndex == upTo) gone = runs;
        runs -= gone;
        System.arraycopy(runTerms, gone, runTerms, 0, runs);
        System.arraycopy(runStarts, gone, runStarts, 0, runs);
    }

    /// Begins anew after an installed snapshot.
    void reset(long index, long term, HybridTime floor) {
        for (long at = cacheFirst; at <= lastIndex; at++) forget(at);
        previousIndex = index;
        previousTerm = term;
        lastIndex = index;
        lastTerm = term;
        written = index;
        durable = index;
        cacheFirst = index + 1;
        runs = 0;
        writes.clear();
        learnStamp(floor);
    }

    void checkInvariants() {
        Invariant.check(
                previousIndex <= durable, "log starts at %s, durable %s", previousIndex, durable);
        Invariant.check(durable <= written, "durable %s, written %s", durable, written);
        Invariant.check(written <= lastIndex, "written %s, last %s", written, lastIndex);
        Invariant.check(
                cacheFirst <= durable + 1, "cache from %s, durable %s", cacheFirst, durable);
    }

    private void addRun(long term, long index) {
        if (runs == runTerms.length) {
            runTerms = Arrays.copyOf(runTerms, runs * 2);
            runStarts = Arrays.copyOf(runStarts, runs * 2);
        }
        runTerms[runs] = term;
        runStarts[runs++] = index;
    }

    private int slot(long index) {
        return (int) (index & (ring.length - 1));
    }

    private void forget(long index) {
        int slot = slot(index);
        Entry entry = ring[slot];
        if (entry != null) cacheBytes -= entry.weight();
        ring[slot] = null;
        proposed[slot] = null;
    }

    private void grow() {
        @Nullable Entry[] entries = new Entry[ring.length * 2];
        @Nullable Command[] commands = new Command[ring.length * 2];
        for (long at = cacheFirst; at < lastIndex; at++) {
            int to = (int) (at & (entries.length - 1));
            entries[to] = ring[slot(at)];
            commands[to] = proposed[slot(at)];
        }
        ring = entries;
        proposed = commands;
    }

    @Override
    public String toString() {
        return "(" + previousIndex + ", " + lastIndex + "] durable " + durable;
    }
}
