package io.capstan.core.wire;

import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;

/// One message of a frame.
enum EnvelopeCodec implements Codec<Envelope> {
    INSTANCE;

    /// What an envelope takes at most beside its body, in bytes.
    static final int MOST_OVERHEAD = 5 + 3 * 8 + 9 + 25 + 9 + 5;

    @Override
    public void write(Envelope value, WireWriter out) {
        out.varint(value.kind());
        out.i64(value.shard().value()).i64(value.to().value()).i64(value.from().value());
        out.varint(value.epoch());
        TraceCodec.INSTANCE.write(value.trace(), out);
        out.varint(value.remainingMillis()).bytes(value.body());
    }

    @Override
    public Envelope read(WireReader in) {
        return new Envelope(
                in.number(),
                new ShardId(in.i64()),
                new ReplicaId(in.i64()),
                new ReplicaId(in.i64()),
                in.varint(),
                TraceCodec.INSTANCE.read(in),
                in.varint(),
                in.bytes());
    }
}
