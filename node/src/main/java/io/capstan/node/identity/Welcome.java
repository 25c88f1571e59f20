package io.capstan.node.identity;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.NodeId;
import java.util.Collection;

/// What a node that belongs to a cluster answers one that belongs to none.
public final class Welcome {
    private Welcome() {}

    /// `known`: all nodes that this one knows of.
    public static FoundingMessage.Founded to(
            Pledge asker, Founding founding, Collection<NodeEntry> known) {
        NodeId id = asker.id();
        return new FoundingMessage.Founded(
                founding,
                known.stream()
                        .filter(node -> node.name().equals(asker.name()) && !node.id().equals(id))
                        .findFirst());
    }
}
