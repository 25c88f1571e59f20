package io.capstan.node.identity;

import io.capstan.core.Invariant;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.NodeId;
import java.util.List;

/// What a node that belongs to no cluster yet has said of itself, durably before it says it to
/// anybody: who it is, and with whom it means to found or to join a cluster.
///
/// - `address`: where its peers reach it, as it stands in everybody's list.
/// - `listed`: the addresses of the founders, the same text in the same order on each of them; the
///   first one draws the cluster's id. 1 to [Founding#MAX_FOUNDERS], all different.
public record Pledge(NodeId id, String name, String address, List<String> listed) {
    public Pledge {
        listed = List.copyOf(listed);
        Invariant.check(!id.isNone() && !id.isClient(), "a pledge of %s", id);
        Invariant.check(
                !listed.isEmpty() && listed.size() <= Founding.MAX_FOUNDERS,
                "%s listed founders",
                listed.size());
        Invariant.check(
                listed.stream().distinct().count() == listed.size(),
                "an address stands twice in %s",
                listed);
    }

    /// Whether the node founds (it is listed itself) rather than joins.
    boolean founds() {
        return listed.contains(address);
    }

    /// Whether it is the one that draws the cluster's id.
    boolean leads() {
        return listed.getFirst().equals(address);
    }

    NodeEntry entry() {
        return new NodeEntry(id, name, address);
    }

    /// Whether this founding is the one that was pledged: this very node in it, and the listed
    /// ones.
    boolean agreesWith(Founding founding) {
        return founding.founders().contains(entry())
                && founding.founders().stream().map(NodeEntry::address).toList().equals(listed);
    }
}
