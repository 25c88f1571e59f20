package io.capstan.cli.status;

import io.capstan.cli.kv.RowJson;
import io.capstan.client.net.CapstanClient;
import io.capstan.core.catalog.JobEntry;
import io.capstan.core.catalog.JobEntry.Work;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.NodeId;
import io.capstan.core.shard.ShardDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Prints the cluster's jobs by the names that people use, with how far each is: as the system
/// table had it at one moment.
public final class JobLines {
    private final Map<NodeId, String> names = new TreeMap<>();
    private final List<JobEntry> jobs;
    private final List<ShardDescriptor> shards;

    private JobLines(List<JobEntry> jobs, List<ShardDescriptor> shards, List<NodeEntry> nodes) {
        this.jobs = jobs;
        this.shards = shards;
        nodes.forEach(node -> names.put(node.id(), node.name()));
    }

    /// Asks for what is needed, and no more.
    public static JobLines of(CapstanClient client) {
        List<JobEntry> jobs = client.jobs();
        if (jobs.isEmpty()) return new JobLines(jobs, List.of(), List.of());
        boolean runs = jobs.stream().anyMatch(JobEntry::isRunning);
        JobLines lines =
                new JobLines(jobs, runs ? client.shards() : List.of(), client.removedNodes());
        client.nodes().forEach(node -> lines.names.put(node.id(), node.name()));
        return lines;
    }

    public List<JobEntry> jobs() {
        return jobs;
    }

    /// Those that run, one line each.
    public List<String> running() {
        return jobs.stream().filter(JobEntry::isRunning).map(this::line).toList();
    }

    /// All, one line each.
    public List<String> lines() {
        return jobs.stream().map(this::line).toList();
    }

    /// All, one object each.
    public List<String> json() {
        return jobs.stream().map(this::json).toList();
    }

    /// How many shards still name the node.
    public long left(JobEntry job) {
        return shards.stream().filter(s -> s.replicaOn(job.work().node()).isPresent()).count();
    }

    public String line(JobEntry job) {
        String what =
                switch (job.work()) {
                    case Work.Replace(NodeId node, NodeId replacement) ->
                            "replace " + name(node) + " with " + name(replacement);
                    case Work.Remove(NodeId node) -> "remove " + name(node);
                };
        String state =
                switch (job.state()) {
                    case RUNNING -> left(job) + (left(job) == 1 ? " shard" : " shards") + " left";
                    case DONE -> "done";
                    case FAILED -> "failed";
                };
        String detail = job.detail().isEmpty() ? "" : "; " + job.detail();
        return "job " + job.id() + ": " + what + ": " + state + detail;
    }

    public String json(JobEntry job) {
        return String.format(
                Locale.ROOT,
                "{\"job\":%d,\"work\":\"%s\",\"node\":%s%s,\"state\":\"%s\",\"left\":%d,\"detail\":%s}",
                job.id(),
                job.work() instanceof Work.Remove ? "remove" : "replace",
                RowJson.quoted(name(job.work().node())),
                job.work()
                        .target()
                        .map(t -> ",\"replacement\":" + RowJson.quoted(name(t)))
                        .orElse(""),
                job.state().name().toLowerCase(Locale.ROOT),
                job.isRunning() ? left(job) : 0,
                RowJson.quoted(job.detail()));
    }

    private String name(NodeId node) {
        return names.getOrDefault(node, node.toString());
    }
}
