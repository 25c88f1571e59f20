package io.capstan.core.actor;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.trace.CoverageMark;
import io.capstan.core.trace.TraceEvent;

/// What an actor makes known; the host routes it to router, registry, other actors, telemetry and
/// tests.
public sealed interface Fact {
    /// Who leads the publisher's shard, as far as it knows; `leader` [ReplicaId#NONE]: nobody
    /// known.
    record Leadership(ReplicaId leader, NodeId node, long term) implements Fact {}

    /// The descriptor now in force at the publisher (from append; `committed` tells whether it is
    /// agreed).
    record InForce(ShardDescriptor descriptor, boolean committed) implements Fact {}

    /// What the liveness layer thinks of a node, and why.
    record Suspicion(NodeId node, Liveness liveness, String why) implements Fact {}

    record Traced(TraceEvent event) implements Fact {}

    record Marked(CoverageMark mark) implements Fact {}
}
