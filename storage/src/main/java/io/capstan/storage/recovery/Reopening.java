package io.capstan.storage.recovery;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import io.capstan.core.log.Recovered;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.storage.log.EntriesRead;
import io.capstan.storage.log.NodeLog;
import io.capstan.storage.log.ReplicaLog;
import io.capstan.storage.shard.ShardStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a replica may start from.
public sealed interface Reopening {
    record Ready(Recovered recovered) implements Reopening {}

    /// It has lost something it had persisted, or was closed: it never takes part again under this
    /// id.
    record Lost(String why) implements Reopening {}

    /// Brings log and store together.
    ///
    /// The store may be behind the log: the rest is applied again. It is ahead only where a
    /// snapshot was installed and the crash came before the log began anew: that is made good here.
    /// Anything else is a loss.
    ///
    /// `founding`: the replica was made with its group; it counts only while the log knows nothing
    /// of it.
    static Reopening of(
            NodeLog log, ShardStore store, Optional<SnapshotChunk> unfinished, boolean founding) {
        ShardId shard = store.shard();
        ReplicaId replica = store.replica();
        if (log.isSuspect(shard, replica))
            return new Lost(
                    log.replica(shard, replica)
                            .flatMap(ReplicaLog::rotten)
                            .orElse("its records may have been in a damaged part of the log"));
        Optional<ReplicaLog> known = log.replica(shard, replica);
        if (known.map(ReplicaLog::isClosed).orElse(false)) return new Lost("it was closed");
        Optional<String> gap = known.flatMap(each -> gap(each, store));
        if (known.isEmpty() && store.appliedIndex() > 0) gap = Optional.of("the log is empty");
        if (gap.isPresent()) {
            if (store.installedIndex() == 0 || store.installedIndex() != store.appliedIndex())
                return new Lost(
                        "the store holds entry "
                                + store.appliedIndex()
                                + " of term "
                                + store.appliedTerm()
                                + ", but "
                                + gap.get());
            log.append(
                    shard, replica, new LogRecord.Reset(store.appliedIndex(), store.appliedTerm()));
        }
        log.durableInStore(shard, replica, store.appliedIndex());
        return ready(log, store, unfinished, founding && known.isEmpty());
    }

    /// Why the log does not continue the store's state; empty where it does.
    private static Optional<String> gap(ReplicaLog log, ShardStore store) {
        long applied = store.appliedIndex();
        if (applied > log.lastIndex()) return Optional.of("the log ends at " + log.lastIndex());
        if (applied < log.previousIndex())
            return Optional.of("the log begins after " + log.previousIndex());
        return log.termAt(applied) == store.appliedTerm()
                ? Optional.empty()
                : Optional.of("the log has term " + log.termAt(applied) + " there");
    }

    private static Reopening ready(
            NodeLog log, ShardStore store, Optional<SnapshotChunk> unfinished, boolean founding) {
        Optional<ReplicaLog> known = log.replica(store.shard(), store.replica());
        List<Entry> configurations = new ArrayList<>();
        for (long index :
                known.map(each -> each.configurationsAfter(store.appliedIndex()))
                        .orElse(List.of())) {
            EntriesRead read = log.entries(store.shard(), store.replica(), index, index + 1, 1);
            if (!(read instanceof EntriesRead.Found found))
                return new Lost("its configuration at " + index + " cannot be read");
            configurations.addAll(found.entries());
        }
        return new Ready(
                new Recovered(
                        store.replica(),
                        known.flatMap(ReplicaLog::hardState),
                        known.map(ReplicaLog::previousIndex).orElse(0L),
                        known.map(ReplicaLog::previousTerm).orElse(0L),
                        known.map(ReplicaLog::terms).orElse(List.of()),
                        known.map(ReplicaLog::lastIndex).orElse(0L),
                        store.appliedIndex(),
                        store.appliedTerm(),
                        store.descriptor(),
                        configurations,
                        unfinished,
                        founding));
    }
}
