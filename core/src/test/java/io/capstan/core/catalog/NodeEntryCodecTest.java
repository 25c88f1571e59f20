package io.capstan.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;
import io.capstan.core.wire.WireWriter;
import org.junit.jupiter.api.Test;

class NodeEntryCodecTest {
    @Test
    void aRowFromBeforeNodesStatedWhereTheyAnswerOverHttpIsStillRead() {
        WireWriter before = new WireWriter(64);
        before.i64(7).text("n7").text("host:7400");
        NodeEntry node = new NodeEntry(new NodeId(7), "n7", "host:7400");
        assertThat(NodeEntryCodec.INSTANCE.decode(before.bytes())).isEqualTo(node);
        assertThat(NodeEntryCodec.INSTANCE.encode(node)).isEqualTo(before.bytes());
    }

    @Test
    void whereANodeAnswersOverHttpIsInItsRow() {
        NodeEntry node = new NodeEntry(new NodeId(7), "n7", "host:7400", "host:7080");
        Bytes row = NodeEntryCodec.INSTANCE.encode(node);
        assertThat(NodeEntryCodec.INSTANCE.decode(row)).isEqualTo(node);
    }
}
