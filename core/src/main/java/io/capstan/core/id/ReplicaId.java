package io.capstan.core.id;

/// One copy of one shard, named once for ever: a replica that lost something it had persisted comes
/// back under a new id.
///
/// Drawn by whoever adds the replica (the shard's own configuration decides); unique within the
/// shard. 0 is nobody.
public record ReplicaId(long value) implements Comparable<ReplicaId> {
    public static final ReplicaId NONE = new ReplicaId(0);

    public boolean isNone() {
        return value == 0;
    }

    @Override
    public int compareTo(ReplicaId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return "r" + Long.toUnsignedString(value);
    }
}
