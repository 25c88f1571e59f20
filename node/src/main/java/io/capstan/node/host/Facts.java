package io.capstan.node.host;

import io.capstan.core.actor.Fact;

/// Where the facts go that concern the node itself; telemetry and tests see all of them through the
/// observer.
interface Facts {
    /// A replica's fact.
    void ofReplica(ReplicaSlot<?> slot, Fact fact);

    /// A fact of one of the node's own actors.
    void ofNode(Fact fact);
}
