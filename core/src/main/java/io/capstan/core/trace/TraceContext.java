package io.capstan.core.trace;

import java.util.HexFormat;
import java.util.Optional;

/// To which trace and span something belongs; two halves of a 128-bit trace id, as in W3C trace
/// contexts, and the span that what follows is a part of. Carried by every request and in every
/// frame. All zero means untraced.
public record TraceContext(long traceHigh, long traceLow, long span) {
    public static final TraceContext NONE = new TraceContext(0, 0, 0);

    /// How many hexadecimal digits a trace's id has.
    public static final int DIGITS = 32;

    private static final HexFormat HEX = HexFormat.of();
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    public boolean isNone() {
        return traceHigh == 0 && traceLow == 0;
    }

    /// The context of an id and a span as [#id] and [#spanId] print them; empty where they are not
    /// of that form, or name no trace.
    public static Optional<TraceContext> parse(String id, String span) {
        if (!isHex(id, DIGITS) || !isHex(span, DIGITS / 2)) return Optional.empty();
        TraceContext parsed =
                new TraceContext(
                        HexFormat.fromHexDigitsToLong(id, 0, DIGITS / 2),
                        HexFormat.fromHexDigitsToLong(id, DIGITS / 2, DIGITS),
                        HexFormat.fromHexDigitsToLong(span));
        return parsed.isNone() ? Optional.empty() : Optional.of(parsed);
    }

    private static boolean isHex(String text, int digits) {
        return text.length() == digits
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /// The span's number, in half as many digits.
    public String spanId() {
        return HEX.toHexDigits(span);
    }

    /// The trace's id, in [#DIGITS] lower-case digits.
    public String id() {
        return HEX.toHexDigits(traceHigh) + HEX.toHexDigits(traceLow);
    }

    /// The same trace, within a span that is drawn from this one and `place`: whoever knows both
    /// knows its number, so nobody has to be told.
    public TraceContext within(long place) {
        long mixed = (span ^ traceLow) + GOLDEN * (place + 1);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        mixed ^= mixed >>> 31;
        return new TraceContext(traceHigh, traceLow, mixed == 0 ? 1 : mixed);
    }
}
