package io.capstan.core.wire;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.request.Query;

/// A question about a shard's state.
public enum QueryCodec implements Codec<Query> {
    INSTANCE;

    private static final int GET = 1;
    private static final int SCAN = 2;
    private static final int DIGEST = 3;

    @Override
    public void write(Query value, WireWriter out) {
        switch (value) {
            case Query.Get get -> {
                out.u8(GET);
                Lists.write(get.keys(), BytesCodec.INSTANCE, out);
            }
            case Query.Scan scan ->
                    out.u8(SCAN)
                            .bytes(scan.from())
                            .bytes(scan.until())
                            .varint(scan.limit())
                            .bytes(scan.after());
            case Query.Digest digest -> {
                out.u8(DIGEST).i64(digest.replica().value());
                TimeCodec.INSTANCE.write(digest.at(), out);
                out.bytes(digest.after()).varint(digest.limit());
            }
        }
    }

    @Override
    public Query read(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case GET -> new Query.Get(Lists.read(in, BytesCodec.INSTANCE));
            case SCAN -> new Query.Scan(in.bytes(), in.bytes(), in.number(), in.bytes());
            case DIGEST ->
                    new Query.Digest(
                            new ReplicaId(in.i64()),
                            TimeCodec.INSTANCE.read(in),
                            in.bytes(),
                            in.number());
            default -> throw new Malformed("no query has kind " + kind);
        };
    }
}
