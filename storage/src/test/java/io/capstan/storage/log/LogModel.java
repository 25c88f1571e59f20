package io.capstan.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import io.capstan.core.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A plain model of one replica's log, with a copy of itself for every ticket: what a recovery must
/// give back is one of them, and none older than the last durable one.
final class LogModel {
    /// One moment.
    record State(Bytes hardState, long base, long baseTerm, TreeMap<Long, Entry> entries) {
        long last() {
            return entries.isEmpty() ? base : entries.lastKey();
        }

        long lastTerm() {
            return entries.isEmpty() ? baseTerm : entries.lastEntry().getValue().term();
        }
    }

    private static final State NONE = new State(Bytes.EMPTY, -1, -1, new TreeMap<>());

    final ShardId shard;
    final ReplicaId replica;
    private final TreeMap<Long, State> byTicket = new TreeMap<>();
    private long compacted;
    private long ballots;

    LogModel(ShardId shard, ReplicaId replica) {
        this.shard = shard;
        this.replica = replica;
        byTicket.put(0L, new State(Bytes.EMPTY, 0, 0, new TreeMap<>()));
    }

    State now() {
        return byTicket.lastEntry().getValue();
    }

    /// Draws one record, appends it to the log, and follows.
    void step(NodeLog log, Randomness random) {
        State now = now();
        int kind = random.below(20);
        if (kind < 13) append(log, random, now);
        else if (kind < 16) hardState(log, now);
        else if (kind < 18) truncate(log, random, now);
        else if (kind < 19 && now.last() > now.base()) compact(log, random, now);
        else if (random.below(8) == 0) reset(log, random, now);
    }

    private void append(NodeLog log, Randomness random, State now) {
        long term = Math.max(1, now.lastTerm() + (random.below(10) == 0 ? 1 : 0));
        int bytes = random.below(30) == 0 ? 40_000 : random.below(300);
        long from = now.last() + 1;
        LogRecord.Append append =
                NodeLogTest.entries(from, from + 1 + random.below(4), term, bytes);
        TreeMap<Long, Entry> entries = new TreeMap<>(now.entries());
        for (Entry each : append.entries()) entries.put(each.index(), each);
        follow(log, append, new State(now.hardState(), now.base(), now.baseTerm(), entries));
    }

    private void hardState(NodeLog log, State now) {
        Bytes state = Bytes.utf8("ballot " + ++ballots);
        follow(
                log,
                new LogRecord.HardState(state),
                new State(state, now.base(), now.baseTerm(), now.entries()));
    }

    private void truncate(NodeLog log, Randomness random, State now) {
        long lowest = Math.max(now.base(), compacted) + 1;
        if (now.last() < lowest) return;
        long from = random.between(Math.max(lowest, now.last() - 5), now.last());
        TreeMap<Long, Entry> entries = new TreeMap<>(now.entries().headMap(from));
        follow(
                log,
                new LogRecord.TruncateSuffix(from),
                new State(now.hardState(), now.base(), now.baseTerm(), entries));
    }

    /// The base moves only with the store; the model allows both.
    private void compact(NodeLog log, Randomness random, State now) {
        compacted = Math.max(compacted, random.between(now.base() + 1, now.last()));
        follow(log, new LogRecord.Compact(compacted), now);
        if (random.nextBoolean()) log.durableInStore(shard, replica, compacted);
    }

    private void reset(NodeLog log, Randomness random, State now) {
        long index = now.last() + random.between(0, 50);
        compacted = index;
        follow(
                log,
                new LogRecord.Reset(index, now.lastTerm() + 1),
                new State(now.hardState(), index, now.lastTerm() + 1, new TreeMap<>()));
    }

    private void follow(NodeLog log, LogRecord record, State next) {
        byTicket.put(log.append(shard, replica, record), next);
    }

    /// After a recovery: the log is a state that was, not older than the durable one; goes on from
    /// it.
    void check(NodeLog log, long durableTicket) {
        List<State> candidates = new ArrayList<>();
        candidates.add(byTicket.floorEntry(durableTicket).getValue());
        candidates.addAll(byTicket.tailMap(durableTicket, false).values());
        State found =
                candidates.reversed().stream()
                        .filter(each -> matches(log, each))
                        .findFirst()
                        .orElse(NONE);
        assertThat(found)
                .as(
                        "%s is none of %s states since ticket %s",
                        describe(log), candidates.size(), durableTicket)
                .isNotSameAs(NONE);
        byTicket.clear();
        byTicket.put(0L, found);
        compacted = Math.max(found.base(), Math.min(compacted, found.last()));
    }

    private boolean matches(NodeLog log, State state) {
        ReplicaLog found = log.replica(shard, replica).orElse(null);
        if (found == null) return state.last() == 0 && state.hardState().isEmpty();
        if (found.rotten().isPresent()) return false;
        if (!found.hardState().orElse(Bytes.EMPTY).equals(state.hardState())) return false;
        if (found.lastIndex() != state.last() || found.lastTerm() != state.lastTerm()) return false;
        if (found.previousIndex() > Math.max(state.base(), compacted)) return false;
        if (found.previousIndex() < state.base()) return false;
        if (found.lastIndex() == found.previousIndex()) return true;
        List<Entry> entries = read(log, found.previousIndex() + 1, found.lastIndex() + 1);
        return entries.equals(
                List.copyOf(state.entries().tailMap(found.previousIndex() + 1).values()));
    }

    private List<Entry> read(NodeLog log, long from, long until) {
        return log.entries(shard, replica, from, until, Integer.MAX_VALUE)
                        instanceof EntriesRead.Found found
                ? found.entries()
                : List.of();
    }

    private String describe(NodeLog log) {
        return log.replica(shard, replica).map(Object::toString).orElse("nothing");
    }
}
