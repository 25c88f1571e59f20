package io.capstan.node.identity;

import io.capstan.core.catalog.NodeEntry;
import java.util.Optional;

/// What nodes say to each other before they have a cluster in common: one asks, the other answers
/// over the same connection. Every message may be lost, repeated and late.
public sealed interface FoundingMessage {
    /// A node that belongs to no cluster asks who is there, and says what it has pledged.
    record Question(Pledge asker) implements FoundingMessage {}

    /// I belong to no cluster either. The pledge is durable.
    record Pledged(Pledge pledge) implements FoundingMessage {}

    /// I belong to this cluster, durably. `namesake`: the node that the cluster knows under the
    /// asker's name and that is not the asker.
    record Founded(Founding founding, Optional<NodeEntry> namesake) implements FoundingMessage {}
}
