package io.capstan.client;

import io.capstan.core.Invariant;
import io.capstan.core.id.NodeId;
import io.capstan.core.random.Randomness;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The nodes that a session may ask. One of them is current; where it fails, the next one in turn
/// takes its place.
///
/// A contact may be known by an address alone and stand under a made-up id; the id that it gives in
/// its frames is remembered, so that a redirect to that id finds it.
final class Contacts {
    private final List<NodeId> inTurn;
    private final TreeMap<NodeId, NodeId> contactOfNode = new TreeMap<>();
    private int current;

    Contacts(List<NodeId> inTurn, Randomness random) {
        Invariant.check(!inTurn.isEmpty(), "a client without contacts");
        this.inTurn = List.copyOf(inTurn);
        current = random.below(inTurn.size());
    }

    NodeId current() {
        return inTurn.get(current);
    }

    /// The contact did not answer, or could not: others are asked from now on. Says nothing new
    /// where the current contact is another one already.
    void failed(NodeId contact) {
        if (current().equals(contact)) current = (current + 1) % inTurn.size();
    }

    void learned(NodeId node, NodeId contact) {
        if (inTurn.contains(contact)) contactOfNode.put(node, contact);
    }

    Optional<NodeId> ofNode(NodeId node) {
        NodeId learned = contactOfNode.get(node);
        if (learned != null) return Optional.of(learned);
        return inTurn.contains(node) ? Optional.of(node) : Optional.empty();
    }
}
