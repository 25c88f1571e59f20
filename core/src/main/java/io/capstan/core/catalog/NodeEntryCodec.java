package io.capstan.core.catalog;

import io.capstan.core.id.NodeId;
import io.capstan.core.wire.Codec;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;

/// The value of a row `node/<id>`.
public enum NodeEntryCodec implements Codec<NodeEntry> {
    INSTANCE;

    @Override
    public void write(NodeEntry value, WireWriter out) {
        out.i64(value.id().value()).text(value.name()).text(value.address());
    }

    @Override
    public NodeEntry read(WireReader in) {
        return new NodeEntry(new NodeId(in.i64()), in.text(), in.text());
    }
}
