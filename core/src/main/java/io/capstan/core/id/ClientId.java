package io.capstan.core.id;

/// A client session that numbers its requests, so that a retry is recognised. Drawn at random by
/// the client.
public record ClientId(long value) implements Comparable<ClientId> {
    @Override
    public int compareTo(ClientId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return "c" + Long.toUnsignedString(value);
    }
}
