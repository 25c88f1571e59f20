package io.capstan.core.catalog;

import io.capstan.core.id.NodeId;

/// A node as its row `node/<id>` knows it: its id, the name that people use, and the address
/// (`host:port`) at which its peers reach it.
public record NodeEntry(NodeId id, String name, String address) {}
