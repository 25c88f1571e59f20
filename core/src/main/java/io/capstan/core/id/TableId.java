package io.capstan.core.id;

/// A table; the name is the catalog's matter. 1 is the system table (catalog, shard map, node
/// registry, jobs).
public record TableId(long value) implements Comparable<TableId> {
    public static final TableId SYSTEM = new TableId(1);

    @Override
    public int compareTo(TableId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return "t" + Long.toUnsignedString(value);
    }
}
