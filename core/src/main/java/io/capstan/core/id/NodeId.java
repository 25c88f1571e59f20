package io.capstan.core.id;

/// A node of the cluster, drawn once when its data folder is made, or the endpoint of a client.
///
/// Endpoints of clients have the top bit set; they receive answers and belong to no group. 0 is
/// nobody.
public record NodeId(long value) implements Comparable<NodeId> {
    public static final NodeId NONE = new NodeId(0);
    private static final long CLIENT_BIT = Long.MIN_VALUE;
    private static final long SMALL = 100_000;

    /// The endpoint of the client that drew `value`.
    public static NodeId client(long value) {
        return new NodeId(value | CLIENT_BIT);
    }

    public boolean isClient() {
        return value < 0;
    }

    public boolean isNone() {
        return value == 0;
    }

    @Override
    public int compareTo(NodeId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        long bare = value & ~CLIENT_BIT;
        return (isClient() ? "c" : "n")
                + (bare < SMALL ? Long.toString(bare) : Long.toHexString(bare));
    }
}
