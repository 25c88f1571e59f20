package io.capstan.node.catalog;

import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.NodeId;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.placement.ring.HashRing;
import io.capstan.placement.ring.RingNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Where the replicas of a node that is being emptied go: to the ring's first node, clockwise from
/// the shard, that is alive, is not being emptied itself, and has no voter of the shard yet.
///
/// A pure function of the map and of who is alive, so that whoever carries a job on chooses as the
/// one before did.
record Placement(List<NodeId> places, HashRing ring) {
    static Placement of(Catalog catalog, Predicate<NodeId> alive, NodeId leaving) {
        List<NodeId> places = places(catalog, alive, leaving);
        return new Placement(places, HashRing.of(places.stream().map(RingNode::of).toList()));
    }

    /// The nodes that can take something over from `leaving`.
    static List<NodeId> places(Catalog catalog, Predicate<NodeId> alive, NodeId leaving) {
        return catalog.nodes().stream()
                .map(NodeEntry::id)
                .filter(node -> !node.equals(leaving) && alive.test(node))
                .filter(node -> catalog.jobOn(node).isEmpty())
                .toList();
    }

    /// Empty where no such node could take a replica of the shard.
    Optional<NodeId> of(ShardDescriptor shard) {
        if (places.isEmpty()) return Optional.empty();
        return ring.owners(shard.shard(), places.size()).stream()
                .filter(node -> !JobCreation.votes(shard, node))
                .findFirst();
    }
}
