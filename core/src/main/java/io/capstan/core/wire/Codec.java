package io.capstan.core.wire;

/// Turns values of one sealed family into bytes and back. Versioned through the frame or record
/// around it.
///
/// Law: `read(write(v))` equals `v`; `read` of any other bytes throws [Malformed] and nothing else,
/// and allocates at most a small multiple of the input.
public interface Codec<T> {
    void write(T value, WireWriter out);

    T read(WireReader in);
}
