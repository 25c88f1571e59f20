package io.capstan.cli.status;

import io.capstan.cli.kv.RowJson;
import io.capstan.client.net.Address;
import io.capstan.core.catalog.TableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How a cluster stands: its nodes, and what they say of their replicas.
public record ClusterReport(String cluster, List<Node> nodes) {
    /// A node: where it is, what it says, or why it says nothing (empty: it was not reached), and
    /// what its peer thinks of it (empty: nobody was asked).
    record Node(
            String name,
            String address,
            Address admin,
            Optional<NodeReport> says,
            String excuse,
            String liveness) {
        String state() {
            if (says.isEmpty() && !excuse.isEmpty()) return excuse;
            if (says.isEmpty())
                return liveness.isEmpty() ? "silent" : "silent, its peer says " + liveness;
            return says.get().stopped().isEmpty() ? "alive" : "stopped: " + says.get().stopped();
        }

        long leads() {
            return replicaReports().stream().filter(NodeReport.ReplicaReport::leads).count();
        }

        boolean isAlive() {
            return state().equals("alive");
        }

        List<NodeReport.LostReport> lost() {
            return says.map(NodeReport::lost).orElse(List.of());
        }

        List<NodeReport.ReplicaReport> replicaReports() {
            return says.map(NodeReport::replicas).orElse(List.of());
        }

        int replicas() {
            return replicaReports().size();
        }
    }

    /// Whether every node answers, every replica works and every shard has a leader.
    public boolean isWell() {
        return Condition.of(this).problems().isEmpty();
    }

    /// Who leads the shard, by name; `none` where nobody says so.
    public String leaderOf(long shard) {
        return shards().stream()
                .filter(each -> each.id() == shard)
                .map(ShardReport::leader)
                .findFirst()
                .orElse("none");
    }

    /// How a node stands, by name; empty where nobody knows of it yet.
    public Optional<NodeStanding> standing(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .map(node -> new NodeStanding(node.state(), node.replicas(), node.leads()));
    }

    List<ShardReport> shards() {
        TreeMap<Long, ShardReport> shards = new TreeMap<>();
        for (Node node : nodes)
            for (NodeReport.ReplicaReport replica : node.replicaReports())
                shards.computeIfAbsent(
                                replica.shard(),
                                id -> new ShardReport(id, replica.table(), new TreeMap<>()))
                        .replicas()
                        .put(node.name(), replica);
        return List.copyOf(shards.values());
    }

    /// For people: what is wrong and what to do, three aligned tables, and the jobs that run.
    public List<String> lines(List<TableEntry> tables, JobLines jobs) {
        List<String> lines = new ArrayList<>();
        lines.add("cluster " + cluster);
        Condition condition = Condition.of(this);
        lines.addAll(condition.problems());
        lines.add(condition.margin());
        lines.add("");
        Columns nodeRows = new Columns("NODE", "ADDRESS", "REPLICAS", "LEADS", "STATE");
        for (Node node : nodes)
            nodeRows.row(
                    node.name(),
                    node.address(),
                    Integer.toString(node.replicas()),
                    Long.toString(node.leads()),
                    node.state());
        lines.addAll(nodeRows.lines());
        lines.add("");
        if (!jobs.running().isEmpty()) {
            lines.addAll(jobs.running());
            lines.add("");
        }
        Columns tableRows = new Columns("TABLE", "REPLICATION", "REPLICAS", "SHARDS", "READS");
        for (TableEntry table : tables)
            tableRows.row(
                    table.name(),
                    table.policy().replication(),
                    Integer.toString(table.policy().replicas()),
                    Integer.toString(table.policy().shards()),
                    table.policy().consistency().toString());
        lines.addAll(tableRows.lines());
        lines.add("");
        lines.addAll(shardLines(tables));
        return lines;
    }

    private List<String> shardLines(List<TableEntry> tables) {
        Columns rows = new Columns("SHARD", "TABLE", "LEADER", "TERM", "APPLIED");
        for (ShardReport shard : shards())
            rows.row(
                    "s" + shard.id(),
                    nameOf(shard.table(), tables),
                    shard.leader(),
                    Long.toString(shard.term()),
                    shard.applied());
        return rows.lines();
    }

    private static String nameOf(long table, List<TableEntry> tables) {
        return tables.stream()
                .filter(t -> t.id().value() == table)
                .map(TableEntry::name)
                .findFirst()
                .orElse(table == 1 ? "system" : "t" + table);
    }

    /// For programs: one object a node, then one a shard, then one a job.
    public List<String> json(List<TableEntry> tables, JobLines jobs) {
        List<String> lines = new ArrayList<>();
        for (Node node : nodes)
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "{\"node\":%s,\"address\":%s,\"replicas\":%d,\"leads\":%d,\"state\":%s}",
                            RowJson.quoted(node.name()),
                            RowJson.quoted(node.address()),
                            node.replicas(),
                            node.leads(),
                            RowJson.quoted(node.state())));
        for (ShardReport shard : shards())
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "{\"shard\":%d,\"table\":%s,\"leader\":%s,\"term\":%d,\"applied\":%s}",
                            shard.id(),
                            RowJson.quoted(nameOf(shard.table(), tables)),
                            RowJson.quoted(shard.leader()),
                            shard.term(),
                            applied(shard)));
        lines.addAll(jobs.json());
        return lines;
    }

    private static String applied(ShardReport shard) {
        return shard.replicas().entrySet().stream()
                .map(r -> RowJson.quoted(r.getKey()) + ":" + r.getValue().applied())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
