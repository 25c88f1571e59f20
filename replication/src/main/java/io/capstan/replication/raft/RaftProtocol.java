package io.capstan.replication.raft;

import io.capstan.core.actor.Replica;
import io.capstan.core.log.Recovered;
import io.capstan.core.protocol.GroupInvariants;
import io.capstan.core.protocol.ReplicationProtocol;
import io.capstan.core.protocol.Seat;
import io.capstan.core.trace.CoverageMark;
import io.capstan.core.wire.Codec;
import java.util.List;

/// Raft, complete. See the package's documentation.
public final class RaftProtocol implements ReplicationProtocol<RaftMessage> {
    @Override
    public String name() {
        return "raft";
    }

    @Override
    public Codec<RaftMessage> codec() {
        return RaftCodec.INSTANCE;
    }

    @Override
    public Replica<RaftMessage> open(Seat seat, Recovered recovered) {
        return new RaftReplica(seat, recovered);
    }

    @Override
    public GroupInvariants<RaftMessage> groupInvariants() {
        return new RaftGroupInvariants();
    }

    @Override
    public List<CoverageMark> marks() {
        return List.of(RaftMark.values());
    }
}
