package io.capstan.core.catalog;

import io.capstan.core.id.NodeId;
import io.capstan.core.wire.Codec;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;

/// The value of a row `node/<id>`, in one of two forms: id, name and address, as nodes wrote them
/// before they stated where they answer over HTTP; or the id of nobody, the number of the form, and
/// then all four. A node that states nothing is still written in the first form.
public enum NodeEntryCodec implements Codec<NodeEntry> {
    INSTANCE;

    private static final int WITH_ADMIN = 2;

    @Override
    public void write(NodeEntry value, WireWriter out) {
        boolean stated = !value.admin().isEmpty();
        if (stated) out.i64(NodeId.NONE.value()).u8(WITH_ADMIN);
        out.i64(value.id().value()).text(value.name()).text(value.address());
        if (stated) out.text(value.admin());
    }

    @Override
    public NodeEntry read(WireReader in) {
        NodeId id = new NodeId(in.i64());
        return id.isNone() ? later(in) : new NodeEntry(id, in.text(), in.text());
    }

    private static NodeEntry later(WireReader in) {
        int form = in.u8();
        if (form != WITH_ADMIN) throw new Malformed("no row of a node has form " + form);
        NodeEntry node = new NodeEntry(new NodeId(in.i64()), in.text(), in.text(), in.text());
        if (node.admin().isEmpty()) throw new Malformed("a node with an empty address for HTTP");
        return node;
    }
}
