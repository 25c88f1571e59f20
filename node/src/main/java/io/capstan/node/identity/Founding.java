package io.capstan.node.identity;

import io.capstan.core.Invariant;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import java.util.List;
import java.util.Optional;

/// The birth of a cluster: its id and the nodes it begins with, the same value on each of them. The
/// first three of them (five from five founders on) hold the system group, as its replicas 1 to n.
///
/// A node named in it takes the id given there at its first start. A node not named in it draws its
/// own id, and joins by writing itself into the system table. Once a node has its identity file the
/// founding given to it no longer counts. A node that has lost its folder must therefore come back
/// under a new name: under the old one it would vote again where it has voted before.
public record Founding(ClusterId cluster, List<NodeEntry> founders) {
    /// The most nodes that a cluster begins with; more join later.
    public static final int MAX_FOUNDERS = 100;

    public Founding {
        founders = List.copyOf(founders);
        Invariant.check(!cluster.equals(ClusterId.UNKNOWN), "a cluster founded without an id");
        Invariant.check(
                !founders.isEmpty() && founders.size() <= MAX_FOUNDERS,
                "%s founders",
                founders.size());
        Invariant.check(
                founders.stream().map(NodeEntry::id).distinct().count() == founders.size()
                        && founders.stream().map(NodeEntry::name).distinct().count()
                                == founders.size(),
                "founders %s share an id or a name",
                founders);
    }

    /// The founder of this name.
    public Optional<NodeEntry> named(String name) {
        return founders.stream().filter(f -> f.name().equals(name)).findFirst();
    }

    /// The nodes that hold the system group's first voters, in the order of their replica ids.
    public List<NodeId> systemNodes() {
        int voters = founders.size() >= 5 ? 5 : Math.min(3, founders.size());
        return founders.stream().limit(voters).map(NodeEntry::id).toList();
    }
}
