package io.capstan.node.catalog;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.JobEntry;
import io.capstan.core.catalog.JobEntry.State;
import io.capstan.core.catalog.JobEntry.Work;
import io.capstan.core.catalog.JobEntryCodec;
import io.capstan.core.catalog.TableEntry;
import io.capstan.core.id.NodeId;
import io.capstan.core.request.Condition;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.shard.ShardDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A new job as one conditional change of the system table: its row, and the counter of jobs, if no
/// other job has begun, no table been made and neither node been changed since the map was read.
///
/// A job that cannot go on because its replacement is lost gives way to a new one for the same
/// node.
record JobCreation(JobEntry job, List<Condition> conditions, List<Mutation> mutations)
        implements ClusterDeed {
    /// How many jobs that are over stay to be looked at; the oldest goes when one more begins.
    static final int MAX_FINISHED = 32;

    JobCreation {
        conditions = List.copyOf(conditions);
        mutations = List.copyOf(mutations);
    }

    /// Why the job cannot begin, by what is known here; empty where it can.
    static Optional<Outcome.Refused> refusal(Catalog catalog, Work work, Predicate<NodeId> alive) {
        return unknown(catalog, work.node())
                .or(() -> busy(catalog, work, alive))
                .or(() ->
                        switch (work) {
                            case Work.Replace(NodeId node, NodeId replacement) ->
                                    unfit(catalog, node, replacement, alive);
                            case Work.Remove(NodeId node) -> needed(catalog, node, alive);
                        });
    }

    private static Optional<Outcome.Refused> unknown(Catalog catalog, NodeId node) {
        if (catalog.isGone(node))
            return refused(
                    ErrorCode.UNKNOWN_NODE,
                    "node "
                            + catalog.nameOf(node)
                            + " was removed from the cluster already; see capstan node list");
        if (catalog.node(node).isPresent()) return Optional.empty();
        return refused(
                ErrorCode.NO_LEADER,
                "the map that this node knows has no node "
                        + node
                        + "; if it joined just now, try again soon");
    }

    private static Optional<Outcome.Refused> busy(
            Catalog catalog, Work work, Predicate<NodeId> alive) {
        for (JobEntry job : catalog.jobs()) {
            if (!job.isRunning() || givesWay(job, work, alive)) continue;
            boolean held = holds(job, work.node());
            if (!held && work.target().filter(target -> holds(job, target)).isEmpty()) continue;
            NodeId node = held ? work.node() : work.target().orElseThrow();
            return refused(
                    ErrorCode.NODE_BUSY,
                    "job "
                            + job.id()
                            + " holds node "
                            + catalog.nameOf(node)
                            + "; wait for its end, see capstan node list");
        }
        return Optional.empty();
    }

    private static boolean holds(JobEntry job, NodeId node) {
        return job.work().node().equals(node) || job.work().target().equals(Optional.of(node));
    }

    /// Whether a new job for the same node ends this one: where everything was to go is lost.
    private static boolean givesWay(JobEntry job, Work work, Predicate<NodeId> alive) {
        return job.work().node().equals(work.node())
                && job.work().target().filter(target -> !alive.test(target)).isPresent();
    }

    private static Optional<Outcome.Refused> unfit(
            Catalog catalog, NodeId node, NodeId replacement, Predicate<NodeId> alive) {
        Optional<Outcome.Refused> unknown = unknown(catalog, replacement);
        if (unknown.isPresent()) return unknown;
        String name = catalog.nameOf(replacement);
        if (node.equals(replacement))
            return unfit("node " + name + " cannot replace itself; name another one");
        if (!alive.test(replacement))
            return unfit("node " + name + " is not alive; start it, or name another one");
        for (ShardDescriptor shard : catalog.shards())
            if (shard.replicaOn(node).isPresent() && votes(shard, replacement))
                return unfit(
                        "node "
                                + name
                                + " holds a replica of "
                                + shard.shard()
                                + " as "
                                + catalog.nameOf(node)
                                + " does; name a node that has just joined, or use capstan node"
                                + " remove "
                                + catalog.nameOf(node));
        return Optional.empty();
    }

    private static Optional<Outcome.Refused> unfit(String why) {
        return refused(ErrorCode.NODE_UNFIT, why);
    }

    static boolean votes(ShardDescriptor shard, NodeId node) {
        return shard.replicaOn(node).filter(shard.configuration()::isVoter).isPresent();
    }

    /// Every replica of the node must find a place.
    private static Optional<Outcome.Refused> needed(
            Catalog catalog, NodeId node, Predicate<NodeId> alive) {
        List<NodeId> places = Placement.places(catalog, alive, node);
        String name = catalog.nameOf(node);
        if (catalog.nodes().size() == 1)
            return refused(
                    ErrorCode.NOT_ENOUGH_NODES,
                    "node " + name + " is the last of its cluster; it cannot be removed");
        for (ShardDescriptor shard : catalog.shards()) {
            if (shard.replicaOn(node).isEmpty()) continue;
            if (places.stream().anyMatch(place -> !votes(shard, place))) continue;
            int voters = shard.configuration().voters().size();
            return refused(
                    ErrorCode.NOT_ENOUGH_NODES,
                    "without "
                            + name
                            + " table '"
                            + catalog.table(shard.table()).map(TableEntry::name).orElse("?")
                            + "' would have "
                            + (voters - 1)
                            + " of its "
                            + voters
                            + " replicas, for no other node that is alive could take one; start a"
                            + " new node, then: capstan node replace "
                            + name
                            + " --with NAME");
        }
        return Optional.empty();
    }

    static JobCreation of(Catalog catalog, Work work) {
        long id =
                catalog.row(CatalogKeys.NEXT_JOB)
                        .filter(row -> row.length() == Long.BYTES)
                        .map(row -> row.longAt(0))
                        .orElse(1L);
        JobEntry job = new JobEntry(id, work, State.RUNNING, "");
        List<Condition> conditions = new ArrayList<>();
        conditions.add(new Condition.Exists(CatalogKeys.CLUSTER_VERSION));
        conditions.add(SystemCalls.unchanged(catalog, CatalogKeys.NEXT_JOB));
        conditions.add(SystemCalls.unchanged(catalog, CatalogKeys.NEXT_SHARD));
        conditions.add(SystemCalls.unchanged(catalog, CatalogKeys.node(work.node())));
        work.target()
                .ifPresent(node ->
                        conditions.add(SystemCalls.unchanged(catalog, CatalogKeys.node(node))));
        List<Mutation> mutations = new ArrayList<>();
        mutations.add(put(job));
        mutations.add(new Mutation.Put(CatalogKeys.NEXT_JOB, Bytes.ofLong(id + 1)));
        catalog.jobOn(work.node())
                .ifPresent(before -> {
                    conditions.add(SystemCalls.unchanged(catalog, CatalogKeys.job(before.id())));
                    mutations.add(put(before.with(State.FAILED, "given up for job " + id)));
                });
        forgotten(catalog)
                .forEach(old -> mutations.add(new Mutation.Delete(CatalogKeys.job(old.id()))));
        return new JobCreation(job, conditions, mutations);
    }

    private static List<JobEntry> forgotten(Catalog catalog) {
        List<JobEntry> finished = catalog.jobs().stream().filter(job -> !job.isRunning()).toList();
        return finished.subList(0, Math.max(0, finished.size() - MAX_FINISHED));
    }

    static Mutation put(JobEntry job) {
        return new Mutation.Put(CatalogKeys.job(job.id()), JobEntryCodec.INSTANCE.encode(job));
    }

    @Override
    public Bytes key() {
        return CatalogKeys.job(job.id());
    }

    @Override
    public Bytes value() {
        return JobEntryCodec.INSTANCE.encode(job);
    }

    @Override
    public Optional<Outcome.Refused> refusalSince(Bytes changed, Optional<Bytes> actual) {
        return Optional.empty();
    }

    private static Optional<Outcome.Refused> refused(ErrorCode code, String message) {
        return Optional.of(new Outcome.Refused(code, message));
    }
}
