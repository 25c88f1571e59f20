package io.capstan.core.wire;

import io.capstan.core.request.Row;

/// A key, its value, and when that value was written.
public enum RowCodec implements Codec<Row> {
    INSTANCE;

    @Override
    public void write(Row value, WireWriter out) {
        out.bytes(value.key()).bytes(value.value());
        TimeCodec.INSTANCE.write(value.version(), out);
    }

    @Override
    public Row read(WireReader in) {
        return new Row(in.bytes(), in.bytes(), TimeCodec.INSTANCE.read(in));
    }
}
