package io.capstan.cli.status;

import io.capstan.cli.kv.RowJson;
import io.capstan.core.catalog.JobEntry;
import io.capstan.core.catalog.NodeEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Prints the nodes that the cluster knows: where each is, how it stands, what it holds, and the
/// job that holds it.
public final class NodeLines {
    private static final NodeStanding UNHEARD_OF = new NodeStanding("not heard of yet", 0, 0);

    private final List<NodeEntry> nodes;
    private final Optional<ClusterReport> report;
    private final List<JobEntry> jobs;

    /// `report`: what the nodes say of themselves; empty where none could be asked.
    public NodeLines(List<NodeEntry> nodes, Optional<ClusterReport> report, List<JobEntry> jobs) {
        this.nodes = nodes.stream().sorted(Comparator.comparing(NodeEntry::name)).toList();
        this.report = report;
        this.jobs = jobs;
    }

    /// For people.
    public List<String> lines() {
        Columns rows = new Columns("NODE", "ID", "ADDRESS", "REPLICAS", "LEADS", "JOB", "STATE");
        for (NodeEntry node : nodes) {
            NodeStanding standing = standing(node);
            rows.row(
                    node.name(),
                    node.id().toString(),
                    node.address(),
                    Integer.toString(standing.replicas()),
                    Long.toString(standing.leads()),
                    job(node).map(job -> Long.toString(job.id())).orElse("-"),
                    standing.state());
        }
        return rows.lines();
    }

    /// For programs, one object a line.
    public List<String> json() {
        return nodes.stream().map(this::json).toList();
    }

    private String json(NodeEntry node) {
        NodeStanding standing = standing(node);
        return String.format(
                Locale.ROOT,
                "{\"node\":%s,\"id\":%s,\"address\":%s,\"replicas\":%d,\"leads\":%d%s,\"state\":%s}",
                RowJson.quoted(node.name()),
                RowJson.quoted(node.id().toString()),
                RowJson.quoted(node.address()),
                standing.replicas(),
                standing.leads(),
                job(node).map(job -> ",\"job\":" + job.id()).orElse(""),
                RowJson.quoted(standing.state()));
    }

    private NodeStanding standing(NodeEntry node) {
        return report.flatMap(all -> all.standing(node.name())).orElse(UNHEARD_OF);
    }

    /// The job that empties the node, or fills it.
    private Optional<JobEntry> job(NodeEntry node) {
        return jobs.stream()
                .filter(JobEntry::isRunning)
                .filter(job ->
                        job.work().node().equals(node.id())
                                || job.work().target().equals(Optional.of(node.id())))
                .findFirst();
    }
}
