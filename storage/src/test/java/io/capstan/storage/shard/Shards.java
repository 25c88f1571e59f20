package io.capstan.storage.shard;

import io.capstan.core.Bytes;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.port.KvBatch;
import io.capstan.core.port.KvStore;
import io.capstan.core.request.Command;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import java.util.List;

/// What the tests of this package share.
final class Shards {
    static final ShardId SHARD = new ShardId(3);
    static final ReplicaId REPLICA = new ReplicaId(1);

    private Shards() {}

    static ShardDescriptor descriptor(Partitioning partitioning, KeyRange range) {
        return new ShardDescriptor(
                SHARD,
                new TableId(2),
                partitioning,
                range,
                1,
                List.of(new Member(REPLICA, new NodeId(9))),
                Configuration.ofVoters(List.of(REPLICA)));
    }

    /// So few rows that they go and come back all the time.
    static RowCache rows() {
        return new RowCache(4_000);
    }

    static ShardStore create(KvStore store, Partitioning partitioning) {
        return create(store, partitioning, rows());
    }

    static ShardStore create(KvStore store, Partitioning partitioning, RowCache rows) {
        ShardStore made =
                ShardStore.create(store, REPLICA, descriptor(partitioning, KeyRange.ALL), 1, rows);
        write(store, made);
        return made;
    }

    static void write(KvStore store, ShardStore shard) {
        KvBatch batch = new KvBatch();
        shard.drainTo(batch);
        store.write(batch);
        shard.written();
    }

    static RequestTag tag(long client, long number, long lowest, long expiry) {
        return new RequestTag(
                new RequestId(new ClientId(client), number), lowest, new HybridTime(expiry));
    }

    static Command put(RequestTag tag, String key, String value) {
        return new Command.Operation(
                tag, List.of(), List.of(new Mutation.Put(Bytes.utf8(key), Bytes.utf8(value))));
    }

    static Command delete(RequestTag tag, String key) {
        return new Command.Operation(tag, List.of(), List.of(new Mutation.Delete(Bytes.utf8(key))));
    }

    static String value(ShardStore shard, String key) {
        Outcome outcome = shard.read(new Query.Get(List.of(Bytes.utf8(key))));
        List<Row> rows = rows(outcome).rows();
        return rows.isEmpty() ? "-" : rows.getFirst().value().utf8();
    }

    static Result.Rows rows(Outcome outcome) {
        return (Result.Rows) ((Outcome.Done) outcome).result();
    }
}
