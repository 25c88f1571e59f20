package io.capstan.core.wire;

import io.capstan.core.time.HybridTime;

/// A hybrid time in eight bytes; never before 1970.
public enum TimeCodec implements Codec<HybridTime> {
    INSTANCE;

    @Override
    public void write(HybridTime value, WireWriter out) {
        out.i64(value.value());
    }

    @Override
    public HybridTime read(WireReader in) {
        long value = in.i64();
        if (value < 0) throw new Malformed("a hybrid time before 1970");
        return new HybridTime(value);
    }
}
