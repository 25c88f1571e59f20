package io.capstan.core.wire;

import io.capstan.core.Bytes;

/// Turns values of one sealed family into bytes and back. Versioned through the frame or record
/// around it.
///
/// Laws
/// 1. `read(write(v))` equals `v`, and `write(read(b))` equals `b`: a value has one encoding.
/// 2. `read` of any other bytes throws [Malformed] and nothing else, and allocates at most a small
///    multiple of the input.
public interface Codec<T> {
    void write(T value, WireWriter out);

    T read(WireReader in);

    /// The value alone, as bytes of its own.
    default Bytes encode(T value) {
        WireWriter out = new WireWriter(64);
        write(value, out);
        return out.bytes();
    }

    /// The value that the bytes hold, and nothing after it; else [Malformed].
    default T decode(Bytes bytes) {
        WireReader in = new WireReader(bytes);
        T value = read(in);
        in.end();
        return value;
    }
}
