package io.capstan.core.wire;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.shard.Member;

/// A replica and its node, in sixteen bytes.
public enum MemberCodec implements Codec<Member> {
    INSTANCE;

    @Override
    public void write(Member value, WireWriter out) {
        out.i64(value.replica().value()).i64(value.node().value());
    }

    @Override
    public Member read(WireReader in) {
        return new Member(new ReplicaId(in.i64()), new NodeId(in.i64()));
    }
}
