package io.capstan.core.protocol;

import io.capstan.core.actor.Message;
import io.capstan.core.actor.Replica;
import io.capstan.core.id.ReplicaId;

/// What must hold across all replicas of one shard, through all time. One instance a shard and run;
/// the simulator calls it after every step, so it looks at the stepped replica alone and compares
/// with what it remembers. Throws [io.capstan.core.Invariant.Broken].
public interface GroupInvariants<M extends Message> {
    void stepped(ReplicaId id, Replica<M> replica);
}
