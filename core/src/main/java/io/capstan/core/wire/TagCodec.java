package io.capstan.core.wire;

import io.capstan.core.request.RequestTag;

/// What makes a retry safe: id, lowest number awaited, expiry.
public enum TagCodec implements Codec<RequestTag> {
    INSTANCE;

    @Override
    public void write(RequestTag value, WireWriter out) {
        RequestIdCodec.INSTANCE.write(value.id(), out);
        out.varint(value.lowestAwaited());
        TimeCodec.INSTANCE.write(value.expiry(), out);
    }

    @Override
    public RequestTag read(WireReader in) {
        return new RequestTag(
                RequestIdCodec.INSTANCE.read(in), in.varint(), TimeCodec.INSTANCE.read(in));
    }
}
