package io.capstan.replication.raft;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import io.capstan.core.log.Recovered;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.shard.ShardDescriptor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// What one member has on disk: a log whose newest records may still be lost, and a store (applied
/// state) that never is.
final class TestDisk {
    private record Pending(long ticket, LogRecord record) {}

    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final TreeMap<Long, Entry> durable = new TreeMap<>();
    private final TreeMap<Long, Entry> written = new TreeMap<>();
    private long previousIndex;
    private long previousTerm;
    private Optional<Bytes> hardState = Optional.empty();
    private boolean everRan;

    ShardDescriptor descriptor;
    final List<String> state = new ArrayList<>();
    long applied;
    long appliedTerm;
    Optional<SnapshotChunk> unfinished = Optional.empty();
    final List<Bytes> chunks = new ArrayList<>();

    TestDisk(ShardDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    void write(long ticket, LogRecord record) {
        pending.add(new Pending(ticket, record));
        carryOut(record, written);
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    /// Makes the oldest `count` records durable; returns the last ticket.
    long sync(int count) {
        long last = 0;
        for (int i = 0; i < count && !pending.isEmpty(); i++) {
            Pending one = pending.removeFirst();
            carryOut(one.record(), durable);
            if (one.record() instanceof LogRecord.HardState(Bytes bytes))
                hardState = Optional.of(bytes);
            if (one.record() instanceof LogRecord.Compact(long upTo)) compact(upTo);
            last = one.ticket();
        }
        return last;
    }

    /// The entries that a crash would leave.
    List<Entry> durableEntries() {
        return List.copyOf(durable.values());
    }

    List<Entry> entries() {
        return List.copyOf(written.values());
    }

    void crash() {
        pending.clear();
        written.clear();
        written.putAll(durable);
    }

    /// The store was not flushed after the last command.
    void forgetTheLastApplied() {
        applied--;
        Entry before = durable.get(applied);
        appliedTerm = before == null ? previousTerm : before.term();
        state.removeLast();
    }

    private void compact(long upTo) {
        Entry last = durable.get(upTo);
        if (last == null) return;
        previousIndex = upTo;
        previousTerm = last.term();
        durable.headMap(upTo, true).clear();
        written.headMap(upTo, true).clear();
    }

    private void carryOut(LogRecord record, NavigableMap<Long, Entry> log) {
        switch (record) {
            case LogRecord.Append(List<Entry> entries) ->
                    entries.forEach(e -> log.put(e.index(), e));
            case LogRecord.TruncateSuffix(long from) -> log.tailMap(from).clear();
            case LogRecord.Compact c -> {}
            case LogRecord.HardState h -> everRan = true;
            case LogRecord.Reset r -> throw new IllegalStateException("written by the host alone");
        }
    }

    void reset(long index, long term) {
        durable.clear();
        written.clear();
        previousIndex = index;
        previousTerm = term;
    }

    Recovered recovered(ReplicaId self) {
        List<Recovered.TermStart> terms = new ArrayList<>();
        List<Entry> configurations = new ArrayList<>();
        for (Entry entry : durable.values()) {
            if (terms.isEmpty() || terms.getLast().term() != entry.term())
                terms.add(new Recovered.TermStart(entry.term(), entry.index()));
            if (entry.kind() == Entry.Kind.CONFIGURATION && entry.index() > applied)
                configurations.add(entry);
        }
        long last = durable.isEmpty() ? previousIndex : durable.lastKey();
        boolean founding = !everRan && descriptor.epoch() == 1 && applied == 0;
        return new Recovered(
                self,
                hardState,
                previousIndex,
                previousTerm,
                terms,
                last,
                applied,
                appliedTerm,
                descriptor,
                configurations,
                unfinished,
                founding);
    }
}
