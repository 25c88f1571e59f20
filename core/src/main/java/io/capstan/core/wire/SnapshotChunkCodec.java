package io.capstan.core.wire;

import io.capstan.core.log.SnapshotChunk;

/// A part of a shard's snapshot.
public enum SnapshotChunkCodec implements Codec<SnapshotChunk> {
    INSTANCE;

    @Override
    public void write(SnapshotChunk value, WireWriter out) {
        out.varint(value.index()).varint(value.term());
        DescriptorCodec.INSTANCE.write(value.descriptor(), out);
        out.varint(value.number()).bool(value.last()).bytes(value.data());
    }

    @Override
    public SnapshotChunk read(WireReader in) {
        return new SnapshotChunk(
                in.varint(),
                in.varint(),
                DescriptorCodec.INSTANCE.read(in),
                in.number(),
                in.bool(),
                in.bytes());
    }
}
