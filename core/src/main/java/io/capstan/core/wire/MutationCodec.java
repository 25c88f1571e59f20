package io.capstan.core.wire;

import io.capstan.core.request.Mutation;

/// One change of one key.
public enum MutationCodec implements Codec<Mutation> {
    INSTANCE;

    private static final int PUT = 1;
    private static final int DELETE = 2;

    @Override
    public void write(Mutation value, WireWriter out) {
        switch (value) {
            case Mutation.Put put -> out.u8(PUT).bytes(put.key()).bytes(put.value());
            case Mutation.Delete delete -> out.u8(DELETE).bytes(delete.key());
        }
    }

    @Override
    public Mutation read(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case PUT -> new Mutation.Put(in.bytes(), in.bytes());
            case DELETE -> new Mutation.Delete(in.bytes());
            default -> throw new Malformed("no mutation has kind " + kind);
        };
    }
}
