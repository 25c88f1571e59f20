package io.capstan.cli.shard;

import io.capstan.cli.kv.RowJson;
import io.capstan.cli.status.Columns;
import io.capstan.core.Bytes;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.TableId;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Prints shards by the names that people use for tables and nodes.
public final class ShardLines {
    private final Map<TableId, String> tables = new TreeMap<>();
    private final Map<NodeId, String> nodes = new TreeMap<>();

    public ShardLines(List<TableEntry> tables, List<NodeEntry> nodes) {
        tables.forEach(table -> this.tables.put(table.id(), table.name()));
        nodes.forEach(node -> this.nodes.put(node.id(), node.name()));
    }

    String table(ShardDescriptor shard) {
        TableId id = shard.table();
        return tables.getOrDefault(id, id.equals(TableId.SYSTEM) ? "system" : id.toString());
    }

    String node(NodeId node) {
        return nodes.getOrDefault(node, node.toString());
    }

    /// One line a shard, aligned under a title; or one object a line.
    public List<String> of(
            List<ShardDescriptor> shards, Function<ShardDescriptor, String> leader, boolean json) {
        if (json) return shards.stream().map(s -> json(s, leader.apply(s))).toList();
        Columns rows = new Columns("SHARD", "TABLE", "RANGE", "LEADER", "EPOCH", "REPLICAS");
        for (ShardDescriptor shard : shards)
            rows.row(
                    shard.shard().toString(),
                    table(shard),
                    range(shard),
                    leader.apply(shard),
                    Long.toString(shard.epoch()),
                    replicas(shard));
        return rows.lines();
    }

    /// Hash ranges as the hashes they are cut at, key ranges as keys.
    private static String range(ShardDescriptor shard) {
        KeyRange range = shard.range();
        return bound(shard, range.from()) + ".." + bound(shard, range.until());
    }

    private static String bound(ShardDescriptor shard, Bytes bound) {
        if (bound.isEmpty()) return "";
        return shard.partitioning() == Partitioning.HASH ? bound.hex() : bound.utf8();
    }

    private String replicas(ShardDescriptor shard) {
        return shard.members().stream()
                .map(member -> node(member.node()) + role(shard, member))
                .collect(Collectors.joining(" "));
    }

    private static String role(ShardDescriptor shard, Member member) {
        if (shard.configuration().isLearner(member.replica())) return "(learner)";
        return shard.configuration().voters().contains(member.replica()) ? "" : "(leaving)";
    }

    private String json(ShardDescriptor shard, String leader) {
        String replicas =
                shard.members().stream()
                        .map(member -> json(shard, member))
                        .collect(Collectors.joining(",", "[", "]"));
        return String.format(
                Locale.ROOT,
                "{\"shard\":%s,\"table\":%s,\"from\":%s,\"until\":%s,\"leader\":%s,\"epoch\":%d,\"replicas\":%s}",
                RowJson.quoted(shard.shard().toString()),
                RowJson.quoted(table(shard)),
                RowJson.quoted(bound(shard, shard.range().from())),
                RowJson.quoted(bound(shard, shard.range().until())),
                RowJson.quoted(leader),
                shard.epoch(),
                replicas);
    }

    private String json(ShardDescriptor shard, Member member) {
        String role = role(shard, member);
        return String.format(
                Locale.ROOT,
                "{\"replica\":%s,\"node\":%s,\"role\":%s}",
                RowJson.quoted(member.replica().toString()),
                RowJson.quoted(node(member.node())),
                RowJson.quoted(role.isEmpty() ? "voter" : role.substring(1, role.length() - 1)));
    }
}
