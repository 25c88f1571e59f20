package io.capstan.placement.ring;

import io.capstan.core.id.NodeId;

/// A node on the ring and the zone it stands in; an empty zone is not known.
public record RingNode(NodeId node, String zone) {
    public static RingNode of(NodeId node) {
        return new RingNode(node, "");
    }
}
