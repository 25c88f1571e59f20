package io.capstan.core.wire;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import java.util.Arrays;

/// A growing buffer of bytes: fixed-width numbers most significant byte first, lengths as
/// variable-length numbers.
public final class WireWriter {
    private byte[] buffer;
    private int size;

    public WireWriter() {
        this(256);
    }

    public WireWriter(int capacity) {
        buffer = new byte[capacity];
    }

    public int size() {
        return size;
    }

    /// Empties the buffer; bytes handed out by [#view] are overwritten by what comes next, those of
    /// [#bytes] are not.
    public void clear() {
        size = 0;
    }

    public WireWriter u8(int value) {
        room(1);
        buffer[size++] = (byte) value;
        return this;
    }

    public WireWriter bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    public WireWriter i32(int value) {
        room(4);
        putInt(size, value);
        size += 4;
        return this;
    }

    public WireWriter i64(long value) {
        room(8);
        putInt(size, (int) (value >>> 32));
        putInt(size + 4, (int) value);
        size += 8;
        return this;
    }

    /// A non-negative number in groups of seven bits, least significant first: one byte below 128,
    /// at most nine.
    public WireWriter varint(long value) {
        Invariant.check(value >= 0, "a varint of %s", value);
        room(9);
        long rest = value;
        while (rest > 0x7f) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
        return this;
    }

    /// The length, then the bytes.
    public WireWriter bytes(Bytes value) {
        varint(value.length());
        return raw(value);
    }

    /// The bytes alone.
    public WireWriter raw(Bytes value) {
        room(value.length());
        value.copyTo(buffer, size);
        size += value.length();
        return this;
    }

    public WireWriter text(String value) {
        return bytes(Bytes.utf8(value));
    }

    /// Overwrites four bytes written before, for lengths and checksums known only later.
    public void patchI32(int at, int value) {
        Invariant.check(at >= 0 && at + 4 <= size, "patch at %s of %s", at, size);
        putInt(at, value);
    }

    /// A copy of all that was written.
    public Bytes bytes() {
        return Bytes.wrap(Arrays.copyOf(buffer, size));
    }

    /// All that was written, without a copy; the writer is empty afterwards and begins a new
    /// buffer.
    public Bytes take() {
        Bytes all = Bytes.wrap(buffer, 0, size);
        buffer = new byte[0];
        size = 0;
        return all;
    }

    /// The bytes from `from` on, without a copy; valid until the next write.
    public Bytes view(int from) {
        return Bytes.wrap(buffer, from, size - from);
    }

    private void putInt(int at, int value) {
        buffer[at] = (byte) (value >>> 24);
        buffer[at + 1] = (byte) (value >>> 16);
        buffer[at + 2] = (byte) (value >>> 8);
        buffer[at + 3] = (byte) value;
    }

    private void room(int more) {
        if (buffer.length - size < more)
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
}
