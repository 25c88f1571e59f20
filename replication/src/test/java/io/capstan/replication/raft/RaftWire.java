package io.capstan.replication.raft;

import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;

/// Sends a message through its bytes, so that every story also tests the codec.
final class RaftWire {
    private RaftWire() {}

    static RaftMessage overTheWire(RaftMessage message) {
        WireWriter out = new WireWriter();
        RaftCodec.INSTANCE.write(message, out);
        WireReader in = new WireReader(out.bytes());
        RaftMessage read = RaftCodec.INSTANCE.read(in);
        in.end();
        return read;
    }
}
