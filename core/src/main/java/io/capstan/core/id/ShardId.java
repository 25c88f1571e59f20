package io.capstan.core.id;

/// A shard: the unit of replication, movement and failure. Ids are never used again.
///
/// 0 is no shard (a message for the node itself: its router, its liveness); 1 is the system group.
public record ShardId(long value) implements Comparable<ShardId> {
    public static final ShardId NONE = new ShardId(0);
    public static final ShardId SYSTEM = new ShardId(1);

    public boolean isNone() {
        return value == 0;
    }

    @Override
    public int compareTo(ShardId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return "s" + Long.toUnsignedString(value);
    }
}
