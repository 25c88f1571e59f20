package io.capstan.core.wire;

import io.capstan.core.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads what a [WireWriter] wrote. Every method throws [Malformed] where the bytes end early or
/// make no sense.
public final class WireReader {
    private final Bytes bytes;
    private int at;

    public WireReader(Bytes bytes) {
        this.bytes = bytes;
    }

    public int position() {
        return at;
    }

    public int remaining() {
        return bytes.length() - at;
    }

    public int u8() {
        need(1);
        return bytes.at(at++) & 0xff;
    }

    public boolean bool() {
        return switch (u8()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new Malformed("a boolean is neither 0 nor 1");
        };
    }

    public int i32() {
        need(4);
        int value = bytes.intAt(at);
        at += 4;
        return value;
    }

    public long i64() {
        need(8);
        long value = bytes.longAt(at);
        at += 8;
        return value;
    }

    /// What [WireWriter#varint] wrote; a longer form of the same number is refused, so that a value
    /// has one encoding.
    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next == 0 && shift > 0)
                throw new Malformed("a variable-length number is longer than it need be");
            if (next < 0x80) return value;
        }
        throw new Malformed("a variable-length number has more than nine bytes");
    }

    /// A varint that fits an int.
    public int number() {
        long value = varint();
        if (value > Integer.MAX_VALUE) throw new Malformed("a number of " + value);
        return (int) value;
    }

    /// A count of things that each take at least one byte: never more than what remains, so that a
    /// forged count allocates nothing.
    public int count() {
        long count = varint();
        if (count > remaining())
            throw new Malformed("a count of " + count + " in " + remaining() + " bytes");
        return (int) count;
    }

    /// A slice of the input, without a copy.
    public Bytes bytes() {
        return raw(count());
    }

    public Bytes raw(int length) {
        need(length);
        Bytes value = bytes.slice(at, at + length);
        at += length;
        return value;
    }

    public String text() {
        ByteBuffer encoded = bytes().asBuffer();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("a text is not UTF-8");
        }
    }

    /// All that is left must have been read.
    public void end() {
        if (remaining() != 0) throw new Malformed(remaining() + " bytes too many");
    }

    private void need(int length) {
        if (length < 0 || length > remaining())
            throw new Malformed("needs " + length + " bytes, has " + remaining());
    }
}
