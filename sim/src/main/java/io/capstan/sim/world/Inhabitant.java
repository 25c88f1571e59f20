package io.capstan.sim.world;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;

/// Whoever lives in a place of the world and takes frames: a node, or a client.
public interface Inhabitant {
    void received(NodeId from, Bytes frame);
}
