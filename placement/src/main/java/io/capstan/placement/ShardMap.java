package io.capstan.placement;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.NodeEntryCodec;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Row;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.wire.DescriptorCodec;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the catalog said at one version: tables, their shards in the order of their keys, nodes.
/// Immutable; a newer version is a new map.
///
/// The map is an index that follows the truth: a shard's own replicated descriptor decides, and a
/// request that went astray is told so. Hence a map may be old, and may have holes where shards
/// were changing hands when it was read.
public final class ShardMap {
    public static final ShardMap EMPTY =
            new ShardMap(0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    private final long version;
    private final SortedMap<String, TableEntry> tables;
    private final SortedMap<NodeId, NodeEntry> nodes;
    private final SortedMap<ShardId, ShardDescriptor> shards;
    private final SortedMap<TableId, TableEntry> byId = new TreeMap<>();
    private final SortedMap<TableId, TreeMap<Bytes, ShardDescriptor>> byKey = new TreeMap<>();

    private ShardMap(
            long version,
            SortedMap<String, TableEntry> tables,
            SortedMap<NodeId, NodeEntry> nodes,
            SortedMap<ShardId, ShardDescriptor> shards) {
        this.version = version;
        this.tables = Collections.unmodifiableSortedMap(tables);
        this.nodes = Collections.unmodifiableSortedMap(nodes);
        this.shards = Collections.unmodifiableSortedMap(shards);
        for (TableEntry table : tables.values()) byId.put(table.id(), table);
        for (ShardDescriptor shard : shards.values())
            byKey.computeIfAbsent(shard.table(), table -> new TreeMap<>())
                    .merge(shard.range().from(), shard, ShardMap::newer);
    }

    /// The map that the rows of the system table make, read at its log index `version`. Rows of
    /// other kinds are not its matter. Throws [io.capstan.core.wire.Malformed] where a value is not
    /// what its key says.
    public static ShardMap ofRows(long version, Iterable<Row> rows) {
        SortedMap<String, TableEntry> tables = new TreeMap<>();
        SortedMap<NodeId, NodeEntry> nodes = new TreeMap<>();
        SortedMap<ShardId, ShardDescriptor> shards = new TreeMap<>();
        for (Row row : rows) {
            if (CatalogKeys.isTable(row.key())) {
                TableEntry table = TableEntryCodec.INSTANCE.decode(row.value());
                tables.put(table.name(), table);
            } else if (CatalogKeys.isNode(row.key())) {
                NodeEntry node = NodeEntryCodec.INSTANCE.decode(row.value());
                nodes.put(node.id(), node);
            } else if (CatalogKeys.isShard(row.key())) {
                ShardDescriptor shard = DescriptorCodec.INSTANCE.decode(row.value());
                shards.put(shard.shard(), shard);
            }
        }
        return new ShardMap(version, tables, nodes, shards);
    }

    /// The map with a descriptor learned elsewhere (a redirect, a replica's own word), where that
    /// is newer than the one known; else this map.
    public ShardMap with(ShardDescriptor learned) {
        ShardDescriptor known = shards.get(learned.shard());
        if (known != null && known.epoch() >= learned.epoch()) return this;
        SortedMap<ShardId, ShardDescriptor> next = new TreeMap<>(shards);
        next.put(learned.shard(), learned);
        return new ShardMap(version, tables, nodes, next);
    }

    /// The catalog's log index that this map was read at.
    public long version() {
        return version;
    }

    public Optional<TableEntry> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    public Optional<TableEntry> table(TableId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// Ascending by name.
    public Collection<TableEntry> tables() {
        return tables.values();
    }

    /// Ascending by id.
    public Collection<NodeEntry> nodes() {
        return nodes.values();
    }

    public Optional<NodeEntry> node(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /// Ascending by id.
    public Collection<ShardDescriptor> shards() {
        return shards.values();
    }

    public Optional<ShardDescriptor> shard(ShardId id) {
        return Optional.ofNullable(shards.get(id));
    }

    /// The table's shards, ascending by routing key.
    public List<ShardDescriptor> shards(TableId table) {
        TreeMap<Bytes, ShardDescriptor> ordered = byKey.get(table);
        return ordered == null ? List.of() : List.copyOf(ordered.values());
    }

    /// The shards that name a replica on the node, ascending by id.
    public List<ShardDescriptor> shardsOn(NodeId node) {
        return shards.values().stream().filter(s -> s.replicaOn(node).isPresent()).toList();
    }

    /// The shard whose range holds the routing key; empty where the map knows none.
    public Optional<ShardDescriptor> locate(TableId table, Bytes routingKey) {
        TreeMap<Bytes, ShardDescriptor> ordered = byKey.get(table);
        if (ordered == null) return Optional.empty();
        Map.Entry<Bytes, ShardDescriptor> candidate = ordered.floorEntry(routingKey);
        return Optional.ofNullable(candidate)
                .map(Map.Entry::getValue)
                .filter(shard -> shard.range().contains(routingKey));
    }

    /// The shard that holds the row of this key, by the table's own partitioning.
    public Optional<ShardDescriptor> locateKey(TableId table, Bytes key) {
        TreeMap<Bytes, ShardDescriptor> ordered = byKey.get(table);
        if (ordered == null) return Optional.empty();
        return locate(table, ordered.firstEntry().getValue().partitioning().routingKey(key));
    }

    private static ShardDescriptor newer(ShardDescriptor one, ShardDescriptor other) {
        return one.epoch() >= other.epoch() ? one : other;
    }

    @Override
    public String toString() {
        return "map version=" + version + " tables=" + tables.keySet() + " shards=" + shards.size();
    }
}
