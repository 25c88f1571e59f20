package io.capstan.core.shard;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;

/// A replica and the node that holds it.
public record Member(ReplicaId replica, NodeId node) implements Comparable<Member> {
    @Override
    public int compareTo(Member other) {
        return replica.compareTo(other.replica);
    }

    @Override
    public String toString() {
        return replica + "@" + node;
    }
}
