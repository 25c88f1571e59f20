package io.capstan.core.wire;

import io.capstan.core.Bytes;

/// A byte string with its length before it; what is read shares the array of the input.
public enum BytesCodec implements Codec<Bytes> {
    INSTANCE;

    @Override
    public void write(Bytes value, WireWriter out) {
        out.bytes(value);
    }

    @Override
    public Bytes read(WireReader in) {
        return in.bytes();
    }
}
