package io.capstan.core.wire;

import io.capstan.core.shard.Partitioning;

/// How keys are spread, in one byte.
public enum PartitioningCodec implements Codec<Partitioning> {
    INSTANCE;

    private static final int HASH = 1;
    private static final int RANGE = 2;

    @Override
    public void write(Partitioning value, WireWriter out) {
        switch (value) {
            case HASH -> out.u8(HASH);
            case RANGE -> out.u8(RANGE);
        }
    }

    @Override
    public Partitioning read(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case HASH -> Partitioning.HASH;
            case RANGE -> Partitioning.RANGE;
            default -> throw new Malformed("no partitioning has kind " + kind);
        };
    }
}
