package io.capstan.node.host;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.KvStore;
import io.capstan.storage.log.NodeLog;
import io.capstan.storage.shard.Incarnations;
import java.util.LinkedHashMap;
import java.util.Map;

/// Replicas that were closed and whose state is still in the store: it goes once their end is
/// durable in the log. After a crash in between, a log without a state would look like a loss.
final class Ends {
    private record Ended(ShardId shard, ReplicaId replica) {}

    private final NodeLog log;
    private final KvStore kv;
    private final StoreWriter storeWriter;

    /// The ticket of the log that covers each end.
    private final Map<Ended, Long> tickets = new LinkedHashMap<>();

    Ends(NodeLog log, KvStore kv, StoreWriter storeWriter) {
        this.log = log;
        this.kv = kv;
        this.storeWriter = storeWriter;
    }

    /// The end of this replica has just been written.
    void await(ShardId shard, ReplicaId replica) {
        tickets.put(new Ended(shard, replica), log.lastTicket());
    }

    boolean isEnding(ShardId shard) {
        return tickets.keySet().stream().anyMatch(end -> end.shard().equals(shard));
    }

    /// Drops the state of those whose end is durable now; returns whether there was one.
    boolean drop() {
        return !tickets.isEmpty()
                && tickets.entrySet()
                        .removeIf(end -> {
                            if (log.durableTicket() < end.getValue()) return false;
                            Ended ended = end.getKey();
                            Incarnations.drop(
                                    kv.latest(),
                                    ended.shard(),
                                    ended.replica(),
                                    storeWriter.extra());
                            return true;
                        });
    }
}
