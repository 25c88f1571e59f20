package io.capstan.storage.log;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;

/// Whose a record is.
record ReplicaKey(long shard, long replica) implements Comparable<ReplicaKey> {
    static ReplicaKey of(ShardId shard, ReplicaId replica) {
        return new ReplicaKey(shard.value(), replica.value());
    }

    @Override
    public int compareTo(ReplicaKey other) {
        int byShard = Long.compareUnsigned(shard, other.shard);
        return byShard != 0 ? byShard : Long.compareUnsigned(replica, other.replica);
    }

    @Override
    public String toString() {
        return new ShardId(shard) + "/" + new ReplicaId(replica);
    }
}
