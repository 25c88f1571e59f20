package io.capstan.sim.law;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Actor;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Message;
import io.capstan.core.actor.Replica;
import io.capstan.core.id.ShardId;
import io.capstan.core.protocol.GroupInvariants;
import io.capstan.core.protocol.ReplicationProtocol;
import java.util.Map;
import java.util.TreeMap;

/// After every step: what the stepped actor believes of itself, and what must hold across all
/// replicas of its shard.
public final class GroupLaw<M extends Message> {
    private final Court court;
    private final ReplicationProtocol<M> protocol;
    private final Map<ShardId, GroupInvariants<M>> groups = new TreeMap<>();

    public GroupLaw(Court court, ReplicationProtocol<M> protocol) {
        this.court = court;
        this.protocol = protocol;
    }

    public void stepped(Address address, Actor<?> actor) {
        try {
            actor.checkInvariants();
            if (actor instanceof Replica<?> replica)
                group(address.shard()).stepped(address.replica(), ours(replica));
        } catch (Invariant.Broken broken) {
            court.broken(Court.INVARIANT, address + ": " + broken.getMessage());
        }
    }

    private GroupInvariants<M> group(ShardId shard) {
        return groups.computeIfAbsent(shard, s -> protocol.groupInvariants());
    }

    /// Every replica of a world is of the one protocol under trial.
    @SuppressWarnings("unchecked")
    private Replica<M> ours(Replica<?> replica) {
        return (Replica<M>) replica;
    }
}
