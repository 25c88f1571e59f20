package io.capstan.core.consistency;

import io.capstan.core.Invariant;
import io.capstan.core.id.ShardId;
import io.capstan.core.time.HybridTime;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a session has seen: the newest hybrid time, and up to [#MAX_POSITIONS] log positions by
/// shard.
///
/// A replica past the position of its shard, or whose closed timestamp is at or past the time,
/// covers the token. Where a position had to be dropped for room the time still covers it: dropping
/// makes a read slower, never older.
public record SessionToken(HybridTime seen, SortedMap<ShardId, Long> positions) {
    /// The most shards a token names; beyond it the lowest shard id is dropped.
    public static final int MAX_POSITIONS = 64;

    public static final SessionToken NONE = new SessionToken(HybridTime.ZERO, new TreeMap<>());

    public SessionToken {
        Invariant.check(
                positions.size() <= MAX_POSITIONS,
                "%s positions in a token, the most are %s",
                positions.size(),
                MAX_POSITIONS);
        positions = Collections.unmodifiableSortedMap(new TreeMap<>(positions));
    }

    /// The token after an answer from `shard` at log index `index`, with a value or write of time
    /// `stamp`.
    public SessionToken advance(ShardId shard, long index, HybridTime stamp) {
        TreeMap<ShardId, Long> next = new TreeMap<>(positions);
        next.merge(shard, index, Math::max);
        while (next.size() > MAX_POSITIONS) next.pollFirstEntry();
        return new SessionToken(HybridTime.max(seen, stamp), next);
    }

    public boolean isNone() {
        return seen.equals(HybridTime.ZERO) && positions.isEmpty();
    }
}
