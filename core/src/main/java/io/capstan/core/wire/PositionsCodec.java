package io.capstan.core.wire;

import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ShardId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How far shards had applied their logs, by shard, ascending; at most
/// [SessionToken#MAX_POSITIONS].
enum PositionsCodec implements Codec<SortedMap<ShardId, Long>> {
    INSTANCE;

    @Override
    public void write(SortedMap<ShardId, Long> value, WireWriter out) {
        out.varint(value.size());
        for (Map.Entry<ShardId, Long> position : value.entrySet())
            out.i64(position.getKey().value()).varint(position.getValue());
    }

    @Override
    public SortedMap<ShardId, Long> read(WireReader in) {
        int count = in.count();
        if (count > SessionToken.MAX_POSITIONS)
            throw new Malformed("positions of " + count + " shards");
        TreeMap<ShardId, Long> positions = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            ShardId shard = new ShardId(in.i64());
            if (!positions.isEmpty() && positions.lastKey().compareTo(shard) >= 0)
                throw new Malformed("positions of shards that are not ascending");
            positions.put(shard, in.varint());
        }
        return positions;
    }
}
