package io.capstan.core.catalog;

import io.capstan.core.id.NodeId;

/// A node as its row `node/<id>` knows it: its id, the name that people use, the address
/// (`host:port`) at which its peers reach it, and the one at which it answers over HTTP (empty: it
/// has not said so yet, or has none that others reach).
public record NodeEntry(NodeId id, String name, String address, String admin) {
    /// A node that has not said where it answers over HTTP, such as one in a founding.
    public NodeEntry(NodeId id, String name, String address) {
        this(id, name, address, "");
    }
}
