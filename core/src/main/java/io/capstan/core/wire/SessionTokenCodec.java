package io.capstan.core.wire;

import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ShardId;
import io.capstan.core.time.HybridTime;
import java.util.Map;
import java.util.TreeMap;

/// A session's token: what it has seen, shard by shard, ascending.
public enum SessionTokenCodec implements Codec<SessionToken> {
    INSTANCE;

    @Override
    public void write(SessionToken value, WireWriter out) {
        TimeCodec.INSTANCE.write(value.seen(), out);
        out.varint(value.positions().size());
        for (Map.Entry<ShardId, Long> position : value.positions().entrySet())
            out.i64(position.getKey().value()).varint(position.getValue());
    }

    @Override
    public SessionToken read(WireReader in) {
        HybridTime seen = TimeCodec.INSTANCE.read(in);
        int count = in.count();
        if (count > SessionToken.MAX_POSITIONS)
            throw new Malformed("a token of " + count + " shards");
        if (count == 0 && seen.equals(HybridTime.ZERO)) return SessionToken.NONE;
        TreeMap<ShardId, Long> positions = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            ShardId shard = new ShardId(in.i64());
            if (!positions.isEmpty() && positions.lastKey().compareTo(shard) >= 0)
                throw new Malformed("a token's shards are not ascending");
            positions.put(shard, in.varint());
        }
        return new SessionToken(seen, positions);
    }
}
