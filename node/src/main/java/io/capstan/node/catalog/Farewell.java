package io.capstan.node.catalog;

import io.capstan.core.id.NodeId;
import io.capstan.core.port.Disk;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.node.identity.Identity;
import java.util.Optional;

/// What a node says that was removed from its cluster. It takes no part any more, under no
/// circumstances: what it held is elsewhere, and its votes are not its own now.
public final class Farewell {
    private Farewell() {}

    public static String text(String name) {
        return "node "
                + name
                + " was removed from the cluster and takes no part in it any more. To use this"
                + " machine again, start a node with an empty data folder, under a new name";
    }

    public static Outcome.Refused refusal(String name) {
        return new Outcome.Refused(
                ErrorCode.NODE_REMOVED,
                "node " + name + " was removed from the cluster; ask another node of it");
    }

    /// Why the node of this folder is not to be started, where it knows that it was removed.
    public static Optional<String> in(Disk disk) {
        Optional<NodeId> id = Identity.idIn(disk);
        if (id.isEmpty()) return Optional.empty();
        Catalog catalog = new Catalog();
        new CatalogFile(disk).load(catalog);
        return id.filter(catalog::isGone).map(node -> text(catalog.nameOf(node)));
    }
}
