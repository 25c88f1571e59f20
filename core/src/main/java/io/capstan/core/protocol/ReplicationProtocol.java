package io.capstan.core.protocol;

import io.capstan.core.actor.Message;
import io.capstan.core.actor.Replica;
import io.capstan.core.log.Recovered;
import io.capstan.core.trace.CoverageMark;
import io.capstan.core.wire.Codec;
import java.util.List;

/// A way for a shard's copies to agree. One package each; listed in `node.Protocols`.
public interface ReplicationProtocol<M extends Message> {
    /// As in the table policy: `raft`.
    String name();

    Codec<M> codec();

    Replica<M> open(Seat seat, Recovered recovered);

    GroupInvariants<M> groupInvariants();

    /// Every mark that a test campaign must reach.
    List<CoverageMark> marks();
}
