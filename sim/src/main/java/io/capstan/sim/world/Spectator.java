package io.capstan.sim.world;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.node.host.HostObserver;

/// Sees all that happens in a world: laws, counters, traces.
public interface Spectator {
    /// Who watches the host in this place.
    HostObserver observer(int place);

    /// A frame arrived at somebody who was there.
    void delivered(int fromPlace, int toPlace, NodeId from, Bytes frame);

    /// Something rare happened to the node in this place (0: to the world): it started, died, was
    /// paused, a fault began or ended.
    void happened(int place, String what);
}
