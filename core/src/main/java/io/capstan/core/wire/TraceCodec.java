package io.capstan.core.wire;

import io.capstan.core.trace.TraceContext;

/// A trace context: one byte where nothing is traced, else 25.
public enum TraceCodec implements Codec<TraceContext> {
    INSTANCE;

    @Override
    public void write(TraceContext value, WireWriter out) {
        boolean traced = !value.equals(TraceContext.NONE);
        out.bool(traced);
        if (traced) out.i64(value.traceHigh()).i64(value.traceLow()).i64(value.span());
    }

    @Override
    public TraceContext read(WireReader in) {
        if (!in.bool()) return TraceContext.NONE;
        TraceContext trace = new TraceContext(in.i64(), in.i64(), in.i64());
        if (trace.equals(TraceContext.NONE)) throw new Malformed("a trace of zeros");
        return trace;
    }
}
