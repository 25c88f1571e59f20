package io.capstan.node.host;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.node.catalog.Catalog;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The replicas of this node that have lost something they had persisted, one of each shard at
/// most. They never run again under their ids. Each is listed until the map says that its group
/// goes on without it.
final class LostReplicas {
    /// `why`: for people.
    record Lost(ReplicaId replica, String why) {}

    private final SortedMap<ShardId, Lost> lost = new TreeMap<>();
    private boolean news;

    void add(ShardId shard, ReplicaId replica, String why) {
        Lost before = lost.put(shard, new Lost(replica, why));
        if (before == null || !before.replica().equals(replica)) news = true;
    }

    boolean has(ShardId shard, ReplicaId replica) {
        Lost known = lost.get(shard);
        return known != null && known.replica().equals(replica);
    }

    /// The one of this shard; null for none.
    @Nullable ReplicaId of(ShardId shard) {
        Lost known = lost.get(shard);
        return known == null ? null : known.replica();
    }

    /// Takes those off the list whose groups go on without them, and returns them.
    Map<ShardId, ReplicaId> replaced(Catalog map) {
        Map<ShardId, ReplicaId> gone = new TreeMap<>();
        lost.forEach((shard, each) -> {
            boolean without =
                    map.isDropped(shard)
                            || map.shard(shard)
                                    .filter(row -> isWithout(row, each.replica()))
                                    .isPresent();
            if (without) gone.put(shard, each.replica());
        });
        lost.keySet().removeAll(gone.keySet());
        return gone;
    }

    private static boolean isWithout(ShardDescriptor row, ReplicaId replica) {
        return !row.configuration().contains(replica);
    }

    SortedSet<ShardId> shards() {
        return new TreeSet<>(lost.keySet());
    }

    SortedMap<ShardId, Lost> all() {
        return Collections.unmodifiableSortedMap(lost);
    }

    /// Whether one was added since the last call.
    boolean takeNews() {
        boolean was = news;
        news = false;
        return was;
    }
}
