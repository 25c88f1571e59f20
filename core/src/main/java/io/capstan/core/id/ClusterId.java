package io.capstan.core.id;

/// One cluster, drawn when it is founded. A frame of another cluster is refused. 0 is a cluster not
/// yet known (a client's first frame).
public record ClusterId(long value) implements Comparable<ClusterId> {
    public static final ClusterId UNKNOWN = new ClusterId(0);

    @Override
    public int compareTo(ClusterId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return "k" + Long.toUnsignedString(value);
    }
}
