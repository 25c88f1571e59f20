package io.capstan.sim.trial;

import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Row;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.wire.DescriptorCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The cluster as the operator last read it from the system table: tables, shards and nodes.
final class ClusterMap {
    static final ClusterMap EMPTY = new ClusterMap();

    private final Map<ShardId, ShardDescriptor> shards = new TreeMap<>();
    private final Map<String, TableId> tables = new TreeMap<>();
    private final List<NodeId> nodes = new ArrayList<>();

    private ClusterMap() {}

    static ClusterMap of(List<Row> rows) {
        ClusterMap map = new ClusterMap();
        rows.forEach(map::take);
        return map;
    }

    private void take(Row row) {
        if (CatalogKeys.isShard(row.key())) {
            ShardDescriptor shard = DescriptorCodec.INSTANCE.decode(row.value());
            shards.put(shard.shard(), shard);
        } else if (CatalogKeys.isTable(row.key())) {
            TableEntry table = TableEntryCodec.INSTANCE.decode(row.value());
            tables.put(table.name(), table.id());
        } else if (CatalogKeys.isNode(row.key())) {
            nodes.add(new NodeId(row.key().longAt(CatalogKeys.NODES.length())));
        }
    }

    List<ShardDescriptor> shards() {
        return List.copyOf(shards.values());
    }

    Optional<ShardDescriptor> shard(ShardId id) {
        return Optional.ofNullable(shards.get(id));
    }

    Optional<TableId> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /// Shards with a replica on this node.
    List<ShardDescriptor> on(NodeId node) {
        return shards.values().stream().filter(s -> s.replicaOn(node).isPresent()).toList();
    }

    boolean knows(NodeId node) {
        return nodes.contains(node);
    }
}
