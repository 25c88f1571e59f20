package io.capstan.core.wire;

import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ShardId;
import io.capstan.core.time.HybridTime;
import java.util.SortedMap;

/// A session's token: what it has seen, shard by shard, ascending.
public enum SessionTokenCodec implements Codec<SessionToken> {
    INSTANCE;

    @Override
    public void write(SessionToken value, WireWriter out) {
        TimeCodec.INSTANCE.write(value.seen(), out);
        PositionsCodec.INSTANCE.write(value.positions(), out);
    }

    @Override
    public SessionToken read(WireReader in) {
        HybridTime seen = TimeCodec.INSTANCE.read(in);
        SortedMap<ShardId, Long> positions = PositionsCodec.INSTANCE.read(in);
        return positions.isEmpty() && seen.equals(HybridTime.ZERO)
                ? SessionToken.NONE
                : new SessionToken(seen, positions);
    }
}
