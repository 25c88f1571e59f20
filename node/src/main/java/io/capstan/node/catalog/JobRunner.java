package io.capstan.node.catalog;

import io.capstan.core.Invariant;
import io.capstan.core.actor.Outbox;
import io.capstan.core.actor.Status;
import io.capstan.core.actor.Timer;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.JobEntry;
import io.capstan.core.catalog.JobEntry.State;
import io.capstan.core.catalog.JobEntry.Work;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.NodeEntryCodec;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Condition;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.Now;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Carries the cluster's jobs on while this node leads the system group: moves what the node of a
/// job holds, shard by shard, and strikes the node when no shard names it.
///
/// It keeps nothing that matters: what is left to do stands in the map. Every step can be repeated
/// and is guarded, a change of members by the shard's epoch, a change of the system table by the
/// rows that it was worked out from; so a crash at any point costs time alone, and two nodes that
/// both believe to lead do no harm. A node that is gone and that a shard names all the same (by
/// somebody's own change of members) is seen to as by a job.
///
/// Invariants
/// 1. At most one change of a shard is under way from here, and at most [#MAX_MOVES] in all.
/// 2. A node is struck, its job done and its return made impossible in one change.
public final class JobRunner implements Clerk {
    /// Wakes the runner.
    public static final Timer ADVANCE = new Timer("advance-jobs");

    /// The most shards that change their members at once: each fills a replica from a snapshot, and
    /// the rest of the cluster has work to do. The others wait.
    static final int MAX_MOVES = 4;

    /// After so many changes of a shard that came to nothing while its new replica was there, that
    /// replica is given up for one with another id.
    static final int PATIENT_TRIES = 3;

    private static final Duration PAUSE = Duration.ofMillis(250);

    private record MoveUnderWay(ShardId shard, boolean begun) {}

    private final Catalog catalog;
    private final SystemCalls calls;
    private final Predicate<NodeId> alive;
    private final NodeId self;
    private final SortedMap<RequestId, MoveUnderWay> moves = new TreeMap<>();
    private final SortedMap<RequestId, Long> writings = new TreeMap<>();
    private final SortedMap<ShardId, Long> reached = new TreeMap<>();
    private final SortedMap<ShardId, Integer> failures = new TreeMap<>();
    private boolean leading;

    /// `alive`: which nodes this one believes alive. `calls`: a session of its own, for its calls
    /// may take long.
    public JobRunner(Catalog catalog, SystemCalls calls, NodeId self, Predicate<NodeId> alive) {
        this.catalog = catalog;
        this.calls = calls;
        this.self = self;
        this.alive = alive;
    }

    /// A replica here says who leads its shard. True where there is something to do.
    public boolean leadership(ShardId shard, NodeId leader) {
        if (!shard.equals(ShardId.SYSTEM)) return false;
        leading = leader.equals(self);
        reached.clear();
        failures.clear();
        return wanting();
    }

    /// The replica here is no more.
    public void closed(ShardId shard) {
        if (shard.equals(ShardId.SYSTEM)) leading = false;
    }

    /// Whether there is a job to carry on from here.
    public boolean wanting() {
        return leading
                && catalog.version() > 0
                && (catalog.jobs().stream().anyMatch(JobEntry::isRunning)
                        || catalog.gone().stream().anyMatch(node -> isNamed(node.id())));
    }

    private boolean isNamed(NodeId node) {
        return catalog.shards().stream().anyMatch(shard -> shard.replicaOn(node).isPresent());
    }

    @Override
    public void fired(Now now, Outbox<NoMessage> out) {
        if (!wanting()) return;
        for (JobEntry job : List.copyOf(catalog.jobs()))
            if (job.isRunning()) carryOn(now, job, out);
        for (NodeEntry node : catalog.gone())
            if (isNamed(node.id())) empty(now, node.id(), Optional.empty(), out);
        out.schedule(ADVANCE, PAUSE);
    }

    private void carryOn(Now now, JobEntry job, Outbox<NoMessage> out) {
        Work work = job.work();
        Optional<NodeId> lost = work.target().filter(catalog::isGone);
        if (lost.isPresent()) {
            String why = "node " + catalog.nameOf(lost.get()) + " was removed meanwhile";
            write(now, job, job.with(State.FAILED, why), List.of(), out);
        } else if (isNamed(work.node())) {
            String obstacle = empty(now, work.node(), work.target(), out);
            if (!obstacle.equals(job.detail()))
                write(now, job, job.with(State.RUNNING, obstacle), List.of(), out);
        } else {
            strike(now, job, out);
        }
    }

    // ---- moving --------------------------------------------------------------------------------

    /// Begins as many moves as there is room for; says what stands in the way, empty for nothing.
    private String empty(Now now, NodeId leaving, Optional<NodeId> target, Outbox<NoMessage> out) {
        Optional<NodeId> away = target.filter(node -> !alive.test(node));
        if (away.isPresent())
            return "waiting for node " + catalog.nameOf(away.get()) + ", which is not alive";
        Placement placement = Placement.of(catalog, alive, leaving);
        String obstacle = "";
        for (ShardDescriptor shard : catalog.shards()) {
            if (shard.replicaOn(leaving).isEmpty() || isBusy(shard)) continue;
            Optional<NodeId> to =
                    target.filter(node -> !JobCreation.votes(shard, node))
                            .or(() -> placement.of(shard));
            if (to.isEmpty())
                obstacle = "no living node could take a replica of shard " + shard.shard();
            else if (moves.size() < MAX_MOVES) move(now, shard, leaving, to.get(), out);
        }
        return obstacle;
    }

    /// Whether the shard is being changed from here, or has been, and the map does not show it yet.
    private boolean isBusy(ShardDescriptor shard) {
        return reached.getOrDefault(shard.shard(), 0L) > shard.epoch()
                || moves.values().stream().anyMatch(move -> move.shard.equals(shard.shard()));
    }

    private void move(
            Now now, ShardDescriptor shard, NodeId leaving, NodeId to, Outbox<NoMessage> out) {
        boolean alone = catalog.jobs().stream().filter(JobEntry::isRunning).count() <= 1;
        boolean hopeless = failures.getOrDefault(shard.shard(), 0) >= PATIENT_TRIES;
        Optional<Administer.ChangeMembers> change =
                (hopeless ? Move.giveUp(shard, to) : Optional.<Administer.ChangeMembers>empty())
                        .or(() -> Move.of(shard, leaving, to, node -> alone || !alive.test(node)));
        if (change.isEmpty() || !calls.hasRoom()) return;
        if (hopeless) failures.remove(shard.shard());
        Request call = calls.administer(now, shard, change.get());
        moves.put(call.id(), new MoveUnderWay(shard.shard(), shard.replicaOn(to).isPresent()));
        out.call(call);
    }

    private void moved(MoveUnderWay move, Outcome outcome) {
        if (outcome instanceof Outcome.Done done
                && done.result() instanceof Result.Administered(long epoch)) {
            reached.put(move.shard, epoch);
            failures.remove(move.shard);
        } else if (move.begun) {
            failures.merge(move.shard, 1, Integer::sum);
        }
    }

    // ---- the rows ------------------------------------------------------------------------------

    /// No shard names the node any more: it is gone, and its job done, in one change.
    private void strike(Now now, JobEntry job, Outbox<NoMessage> out) {
        NodeId node = job.work().node();
        NodeEntry entry =
                catalog.node(node).orElseGet(() -> new NodeEntry(node, node.toString(), ""));
        write(
                now,
                job,
                job.with(State.DONE, ""),
                List.of(
                        new Mutation.Delete(CatalogKeys.node(node)),
                        new Mutation.Put(
                                CatalogKeys.gone(node), NodeEntryCodec.INSTANCE.encode(entry))),
                out);
    }

    private void write(
            Now now, JobEntry job, JobEntry next, List<Mutation> more, Outbox<NoMessage> out) {
        if (writings.containsValue(job.id()) || !calls.hasRoom()) return;
        List<Condition> conditions =
                List.of(
                        SystemCalls.unchanged(catalog, CatalogKeys.job(job.id())),
                        SystemCalls.unchanged(catalog, CatalogKeys.node(job.work().node())),
                        // No shard may have come meanwhile that names the node.
                        SystemCalls.unchanged(catalog, CatalogKeys.NEXT_SHARD));
        List<Mutation> mutations = new ArrayList<>(more);
        mutations.add(JobCreation.put(next));
        Request call = calls.change(now, conditions, mutations);
        writings.put(call.id(), job.id());
        out.call(call);
    }

    @Override
    public void answered(Now now, RequestId call, Outcome outcome, Outbox<NoMessage> out) {
        calls.answered(call);
        writings.remove(call);
        MoveUnderWay move = moves.remove(call);
        if (move != null) moved(move, outcome);
    }

    @Override
    public Status status() {
        return new Status(
                wanting() ? "moving" : "idle",
                0,
                0,
                catalog.version(),
                0,
                NodeId.NONE,
                "moves=" + moves.size());
    }

    @Override
    public void checkInvariants() {
        Invariant.check(
                moves.size() <= MAX_MOVES
                        && moves.values().stream().map(MoveUnderWay::shard).distinct().count()
                                == moves.size(),
                "moves under way: %s",
                moves);
    }
}
