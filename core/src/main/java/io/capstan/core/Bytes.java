package io.capstan.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Checksum;

/// An immutable string of bytes, ordered as unsigned bytes from left to right: keys, values,
/// encoded records.
///
/// A slice shares the array of the whole. Whoever hands an array to [#wrap] gives it up: it must
/// not be written again.
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] array;
    private final int offset;
    private final int length;
    private int hash;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// Takes the array over without a copy.
    public static Bytes wrap(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array, 0, array.length);
    }

    /// Takes `length` bytes of the array from `offset` over without a copy.
    public static Bytes wrap(byte[] array, int offset, int length) {
        Invariant.check(
                offset >= 0 && length >= 0 && offset <= array.length - length,
                "slice of %s at %s",
                length,
                offset);
        return length == 0 ? EMPTY : new Bytes(array, offset, length);
    }

    public static Bytes copyOf(byte[] array) {
        return wrap(array.clone());
    }

    /// The UTF-8 form of `text`.
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Eight bytes, most significant first.
    public static Bytes ofLong(long value) {
        return wrap(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public byte at(int index) {
        Invariant.check(index >= 0 && index < length, "byte %s of %s", index, length);
        return array[offset + index];
    }

    /// The eight bytes from `index`, most significant first.
    public long longAt(int index) {
        Invariant.check(
                index >= 0 && index + Long.BYTES <= length,
                "long at %s of %s bytes",
                index,
                length);
        return (long) LONG.get(array, offset + index);
    }

    /// The four bytes from `index`, most significant first.
    public int intAt(int index) {
        Invariant.check(
                index >= 0 && index + Integer.BYTES <= length,
                "int at %s of %s bytes",
                index,
                length);
        return (int) INT.get(array, offset + index);
    }

    public Bytes slice(int from, int until) {
        Invariant.check(from >= 0 && from <= until && until <= length, "slice %s..%s", from, until);
        return wrap(array, offset + from, until - from);
    }

    public Bytes concat(Bytes tail) {
        byte[] whole = Arrays.copyOf(toArray(), length + tail.length);
        tail.copyTo(whole, length);
        return wrap(whole);
    }

    public boolean startsWith(Bytes prefix) {
        return prefix.length <= length
                && Arrays.equals(
                        array,
                        offset,
                        offset + prefix.length,
                        prefix.array,
                        prefix.offset,
                        prefix.offset + prefix.length);
    }

    /// The smallest byte string that is greater than every string with this prefix, or [#EMPTY]
    /// where there is none (all bytes are 0xff): [#EMPTY] as an upper bound means "no bound".
    public Bytes prefixEnd() {
        byte[] end = toArray();
        for (int i = end.length - 1; i >= 0; i--) {
            if (end[i] != (byte) 0xff) {
                end[i]++;
                return wrap(Arrays.copyOf(end, i + 1));
            }
        }
        return EMPTY;
    }

    /// A fresh copy.
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    /// Feeds the bytes to a checksum, without a copy.
    public void addTo(Checksum checksum) {
        checksum.update(array, offset, length);
    }

    /// A read-only view, big-endian, positioned at the first byte.
    public ByteBuffer asBuffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /// The text, where the bytes are UTF-8; malformed bytes become U+FFFD.
    public String utf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    public String hex() {
        return HexFormat.of().formatHex(array, offset, offset + length);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(
                array,
                offset,
                offset + length,
                other.array,
                other.offset,
                other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && length == that.length
                && Arrays.equals(
                        array,
                        offset,
                        offset + length,
                        that.array,
                        that.offset,
                        that.offset + that.length);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            int sum = 1;
            for (int i = offset; i < offset + length; i++) sum = 31 * sum + array[i];
            hash = sum;
        }
        return hash;
    }

    /// The text where all bytes are printable ASCII, else hexadecimal with a leading `0x`; cut
    /// after 64 bytes.
    @Override
    public String toString() {
        int shown = Math.min(length, 64);
        String tail = shown < length ? "…(" + length + " bytes)" : "";
        for (int i = 0; i < shown; i++) {
            byte b = array[offset + i];
            if (b < 0x20 || b > 0x7e) return "0x" + slice(0, shown).hex() + tail;
        }
        return new String(array, offset, shown, StandardCharsets.US_ASCII) + tail;
    }
}
