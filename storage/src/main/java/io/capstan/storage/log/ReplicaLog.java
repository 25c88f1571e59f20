package io.capstan.storage.log;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.Recovered.TermStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One replica's part of the node's log: hard state, bounds, terms, and where each entry lies. The
/// same methods serve a running log and the replay after a restart.
///
/// Invariants
/// 1. Entries are `previousIndex + 1 .. lastIndex`, without gaps.
/// 2. An entry goes only when the replica has compacted it *and* the store holds its effect
///    durably.
/// 3. Once closed it stays closed, and holds nothing.
public final class ReplicaLog {
    private final ReplicaKey key;
    private final Segments segments;
    private final EntryIndex entries = new EntryIndex();
    private final TermStarts terms = new TermStarts();
    private final ArrayList<Long> configurations = new ArrayList<>();
    private @Nullable Bytes hardState;
    private long previousIndex;
    private long previousTerm;
    private long compactTo;
    private long inStore;
    private boolean closed;
    private @Nullable String rotten;

    /// How many records were written of this replica; the next has this number plus one.
    private int count;

    /// The base as the log on disk states it; behind [#previousIndex] until a record says so.
    private long statedBase;

    /// The last batch that proved that no record before it is missing.
    private long provenBatch;

    ReplicaLog(ReplicaKey key, Segments segments) {
        this.key = key;
        this.segments = segments;
    }

    public ShardId shard() {
        return new ShardId(key.shard());
    }

    public ReplicaId replica() {
        return new ReplicaId(key.replica());
    }

    public Optional<Bytes> hardState() {
        return Optional.ofNullable(hardState);
    }

    /// The index of the entry before the first; 0 at the very beginning.
    public long previousIndex() {
        return previousIndex;
    }

    public long previousTerm() {
        return previousTerm;
    }

    /// [#previousIndex] where there is no entry.
    public long lastIndex() {
        return entries.end() - 1;
    }

    public long lastTerm() {
        return lastIndex() == previousIndex ? previousTerm : terms.lastTerm();
    }

    /// The term of an index between `previousIndex` and `lastIndex`; -1 outside.
    public long termAt(long index) {
        if (index == previousIndex) return previousTerm;
        return index < previousIndex || index > lastIndex() ? -1 : terms.at(index);
    }

    /// For each term in the log its first index, ascending.
    public List<TermStart> terms() {
        return terms.list();
    }

    /// The indexes of the CONFIGURATION entries after `index`, ascending.
    public List<Long> configurationsAfter(long index) {
        return configurations.stream().filter(each -> each > index).toList();
    }

    /// The replica has been closed: its id must never be opened again.
    public boolean isClosed() {
        return closed;
    }

    /// Why this replica must not go on: it lost something it had persisted. Empty while it did not.
    public Optional<String> rotten() {
        return Optional.ofNullable(rotten);
    }

    /// Compacted by the replica, but not yet durable in the store: a flush of it frees entries.
    boolean waitsForStore() {
        return compactTo > previousIndex && inStore < compactTo;
    }

    ReplicaKey key() {
        return key;
    }

    EntryIndex entries() {
        return entries;
    }

    int count() {
        return count;
    }

    int nextCount() {
        return ++count;
    }

    void countIs(int number) {
        count = number;
    }

    long provenBatch() {
        return provenBatch;
    }

    void provenBy(long batch) {
        provenBatch = batch;
    }

    void rot(String why) {
        if (rotten == null && !closed) rotten = why;
    }

    /// Lets the entries of a rotten replica go: nobody will ever ask for them, and they must not
    /// pin the log.
    void abandon() {
        truncate(previousIndex + 1);
    }

    boolean baseIsStated() {
        return statedBase == previousIndex;
    }

    void baseStated() {
        statedBase = previousIndex;
    }

    // ---- what records do --------------------------------------------------------------------

    void hardState(Bytes state) {
        hardState = state;
    }

    /// The next entry.
    void append(long index, long term, boolean configuration, long place, @Nullable Entry entry) {
        Invariant.check(index == lastIndex() + 1, "entry %s after %s", index, lastIndex());
        Invariant.check(term >= lastTerm(), "an entry of term %s after term %s", term, lastTerm());
        entries.append(place, entry);
        segments.entryAt(place);
        terms.appended(index, term);
        if (configuration) configurations.add(index);
    }

    /// The entry lies somewhere else, too: the first copy is no longer needed. `entry`: itself,
    /// where the other copy is not written yet.
    void move(long index, long place, @Nullable Entry entry) {
        segments.entryGone(entries.place(index));
        entries.move(index, place, entry);
        segments.entryAt(place);
    }

    void truncate(long from) {
        Invariant.check(
                from > previousIndex, "truncated from %s, compacted to %s", from, previousIndex);
        for (long i = Math.max(from, entries.first()); i < entries.end(); i++)
            segments.entryGone(entries.place(i));
        entries.truncate(from);
        terms.truncate(from);
        while (!configurations.isEmpty() && configurations.getLast() >= from)
            configurations.removeLast();
        compactTo = Math.min(compactTo, lastIndex());
    }

    void compact(long upTo) {
        Invariant.check(upTo <= lastIndex(), "compacted to %s, log ends at %s", upTo, lastIndex());
        compactTo = Math.max(compactTo, upTo);
        free();
    }

    /// The store holds everything up to this index durably.
    void inStore(long index) {
        inStore = Math.max(inStore, index);
        free();
    }

    void reset(long index, long term) {
        for (long i = entries.first(); i < entries.end(); i++) segments.entryGone(entries.place(i));
        entries.restart(index + 1);
        terms.clear();
        configurations.clear();
        previousIndex = index;
        previousTerm = term;
        statedBase = index;
        compactTo = index;
        inStore = Math.max(inStore, index);
    }

    void close() {
        reset(0, 0);
        hardState = null;
        rotten = null;
        closed = true;
    }

    /// The log now begins after this entry.
    void rebase(long index, long term) {
        if (index <= previousIndex) return;
        for (long i = entries.first(); i <= Math.min(index, lastIndex()); i++)
            segments.entryGone(entries.place(i));
        entries.drop(index + 1);
        terms.drop(index);
        if (entries.end() == entries.first()) terms.clear();
        configurations.removeIf(each -> each <= index);
        previousIndex = index;
        previousTerm = term;
        compactTo = Math.max(compactTo, index);
    }

    private void free() {
        long upTo = Math.min(compactTo, inStore);
        if (upTo > previousIndex) rebase(upTo, terms.at(upTo));
    }

    // ---- checkpoints ------------------------------------------------------------------------

    Checkpoint checkpoint() {
        return new Checkpoint(
                count,
                closed,
                rotten != null,
                hardState(),
                previousIndex,
                previousTerm,
                compactTo,
                lastIndex(),
                terms.list());
    }

    /// Takes a checkpoint's word for everything but the entries; of these, those of the stated
    /// terms stay, and places yet unknown are to be filled by [#move].
    void restore(Checkpoint stated) {
        count = stated.count();
        if (stated.closed()) {
            close();
            return;
        }
        rotten = stated.rotten() ? "it lost records before an earlier restart" : null;
        hardState = stated.hardState().orElse(null);
        long[] kept = keep(stated);
        List<Long> keptConfigurations = keptConfigurations(stated, kept);
        reset(stated.previousIndex(), stated.previousTerm());
        compactTo = stated.compactTo();
        inStore = 0;
        for (long place : kept) {
            entries.append(place, null);
            segments.entryAt(place);
        }
        terms.replace(stated.terms());
        configurations.addAll(keptConfigurations);
    }

    private List<Long> keptConfigurations(Checkpoint stated, long[] kept) {
        long first = stated.previousIndex() + 1;
        return configurations.stream()
                .filter(each -> each >= first && each <= stated.lastIndex())
                .filter(each -> kept[(int) (each - first)] != Place.NOWHERE)
                .toList();
    }

    private long[] keep(Checkpoint stated) {
        long from = stated.previousIndex() + 1;
        long[] kept = new long[(int) (stated.lastIndex() - stated.previousIndex())];
        TermStarts theirs = new TermStarts();
        theirs.replace(stated.terms());
        for (int i = 0; i < kept.length; i++) {
            long index = from + i;
            boolean ours = index > previousIndex && index <= lastIndex();
            if (ours && terms.at(index) == theirs.at(index)) kept[i] = entries.place(index);
        }
        return kept;
    }

    /// The first entry whose place is unknown, or -1.
    long firstMissing() {
        for (long i = entries.first(); i < entries.end(); i++)
            if (entries.place(i) == Place.NOWHERE) return i;
        return -1;
    }

    /// Remembers that this entry is a configuration, where it is read again out of order.
    void configurationAt(long index) {
        if (configurations.contains(index)) return;
        configurations.add(index);
        configurations.sort(null);
    }

    @Override
    public String toString() {
        return key
                + " "
                + previousIndex
                + ".."
                + lastIndex()
                + (closed ? " closed" : "")
                + (rotten == null ? "" : " rotten: " + rotten);
    }
}
