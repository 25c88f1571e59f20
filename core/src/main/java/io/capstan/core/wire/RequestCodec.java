package io.capstan.core.wire;

import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Command;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;

/// A request, the body of an [Envelope#REQUEST].
public enum RequestCodec implements Codec<Request> {
    INSTANCE;

    private static final int COMMAND = 1;
    private static final int QUERY = 2;
    private static final int ADMINISTER = 3;

    @Override
    public void write(Request value, WireWriter out) {
        TagCodec.INSTANCE.write(value.tag(), out);
        out.i64(value.origin().value());
        out.i64(value.table().value()).i64(value.shard().value()).varint(value.epoch());
        ConsistencyCodec.INSTANCE.write(value.level(), out);
        SessionTokenCodec.INSTANCE.write(value.token(), out);
        TraceCodec.INSTANCE.write(value.trace(), out);
        writeAsk(value.ask(), out);
    }

    @Override
    public Request read(WireReader in) {
        return new Request(
                TagCodec.INSTANCE.read(in),
                new NodeId(in.i64()),
                new TableId(in.i64()),
                new ShardId(in.i64()),
                in.varint(),
                ConsistencyCodec.INSTANCE.read(in),
                SessionTokenCodec.INSTANCE.read(in),
                TraceCodec.INSTANCE.read(in),
                readAsk(in));
    }

    private static void writeAsk(Ask ask, WireWriter out) {
        switch (ask) {
            case Command command -> CommandCodec.INSTANCE.write(command, out.u8(COMMAND));
            case Query query -> QueryCodec.INSTANCE.write(query, out.u8(QUERY));
            case Administer deed -> AdministerCodec.INSTANCE.write(deed, out.u8(ADMINISTER));
        }
    }

    private static Ask readAsk(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case COMMAND -> CommandCodec.INSTANCE.read(in);
            case QUERY -> QueryCodec.INSTANCE.read(in);
            case ADMINISTER -> AdministerCodec.INSTANCE.read(in);
            default -> throw new Malformed("nothing to ask has kind " + kind);
        };
    }
}
