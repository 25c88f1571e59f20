package io.capstan.server;

import io.capstan.node.identity.Founding;
import java.util.List;

/// How a node with an empty folder comes by its cluster. A node that has an identity goes on where
/// it was.
public sealed interface Origin {
    /// The founding is known beforehand, as where one process starts all nodes.
    record Known(Founding founding) implements Origin {}

    /// These addresses found the cluster, or are in it already. Empty: the folder must have an
    /// identity.
    record Listed(List<String> addresses) implements Origin {
        public Listed {
            addresses = List.copyOf(addresses);
        }
    }
}
