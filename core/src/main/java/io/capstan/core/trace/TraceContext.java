package io.capstan.core.trace;

/// The trace and span that a request belongs to, as in W3C Trace Context: it travels in every
/// frame. All zero means untraced.
public record TraceContext(long traceHigh, long traceLow, long span) {
    public static final TraceContext NONE = new TraceContext(0, 0, 0);

    public boolean isNone() {
        return traceHigh == 0 && traceLow == 0;
    }
}
