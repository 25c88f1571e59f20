package io.capstan.sim.trial;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.TableEntryCodec;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Administer.MemberChange;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Result;
import io.capstan.core.request.Row;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.sim.swarm.TablePlan;
import io.capstan.sim.workload.SimClient;
import io.capstan.sim.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Whoever runs the cluster: reads its map, makes tables, moves replicas and leadership. A client
/// like any other.
///
/// What must be done (a table of the run, the replacement of a lost replica) is tried again until
/// it is done; a move for its own sake is tried once.
final class Operator {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final long PAUSE_NANOS = 300_000_000;

    /// Replica ids of the operator's making begin here, above those of new tables.
    private static final long FIRST_REPLICA = 1_000;

    /// Learners for their own sake, at most.
    private static final int MAX_LEARNERS = 2;

    private final World world;
    private final SimClient client;
    private final String protocol;
    private ClusterMap map = ClusterMap.EMPTY;
    private long lastReplica = FIRST_REPLICA;
    private long changesDone;
    private long changesRefused;
    private int working;

    Operator(World world, SimClient client, String protocol) {
        this.world = world;
        this.client = client;
        this.protocol = protocol;
    }

    ClusterMap map() {
        return map;
    }

    /// Jobs under way that must be done.
    boolean isWorking() {
        return working > 0;
    }

    long changesDone() {
        return changesDone;
    }

    long changesRefused() {
        return changesRefused;
    }

    private void ask(TableId table, ShardId shard, Ask ask, Consumer<Optional<Result>> then) {
        client.submit(
                table,
                shard,
                Consistency.LINEARIZABLE,
                ask,
                PATIENCE,
                outcome ->
                        then.accept(
                                outcome instanceof Outcome.Done done
                                        ? Optional.of(done.result())
                                        : Optional.empty()));
    }

    private void later(Runnable job) {
        world.scheduler().at(world.now() + PAUSE_NANOS, job);
    }

    /// Reads the map; `then` learns whether that went well.
    void readMap(Consumer<Boolean> then) {
        ask(
                TableId.SYSTEM,
                ShardId.SYSTEM,
                new Query.Scan(Bytes.EMPTY, Bytes.EMPTY, Query.MAX_ROWS, Bytes.EMPTY),
                result -> {
                    boolean read = result.isPresent() && result.get() instanceof Result.Rows;
                    if (read) map = ClusterMap.of(((Result.Rows) result.get()).rows());
                    then.accept(read);
                });
    }

    /// Makes a table, however long it takes; `then` learns its id.
    void createTable(TablePlan plan, Consumer<TableId> then) {
        working++;
        tryCreate(plan, then);
    }

    private void tryCreate(TablePlan plan, Consumer<TableId> then) {
        TablePolicy policy =
                new TablePolicy(
                        protocol,
                        plan.replicas(),
                        plan.shards(),
                        Partitioning.HASH,
                        TablePolicy.DEFAULT.versionAge(),
                        Consistency.LINEARIZABLE,
                        Optional.empty());
        ask(
                TableId.SYSTEM,
                ShardId.NONE,
                new Administer.CreateTable(plan.name(), policy),
                result -> {
                    Optional<TableId> made = result.flatMap(Operator::tableMade);
                    if (made.isEmpty()) {
                        readMap(read -> findOrRetry(plan, then));
                    } else {
                        working--;
                        readMap(read -> then.accept(made.get()));
                    }
                });
    }

    /// An earlier try may have made it, though nobody said so.
    private void findOrRetry(TablePlan plan, Consumer<TableId> then) {
        Optional<TableId> found = map.table(plan.name());
        if (found.isEmpty()) {
            later(() -> tryCreate(plan, then));
            return;
        }
        working--;
        then.accept(found.get());
    }

    private static Optional<TableId> tableMade(Result result) {
        return result instanceof Result.Rows(List<Row> rows, var more) && !rows.isEmpty()
                ? Optional.of(TableEntryCodec.INSTANCE.decode(rows.getFirst().value()).id())
                : Optional.empty();
    }

    /// Moves one replica of the shard to `to`, once; a shard that has one there already loses
    /// nothing and gets nothing.
    void moveReplica(ShardDescriptor shard, NodeId to, long choice) {
        if (shard.replicaOn(to).isPresent() || shard.configuration().isJoint()) return;
        List<ReplicaId> voters = List.copyOf(shard.configuration().voters());
        exchange(shard, voters.get((int) (choice % voters.size())), to);
    }

    /// Puts a new voter on `to` in the place of `out`, once.
    void exchange(ShardDescriptor shard, ReplicaId out, NodeId to) {
        change(
                shard,
                List.of(
                        new MemberChange.AddVoter(new Member(newReplica(), to)),
                        new MemberChange.Remove(out)),
                done -> {});
    }

    /// Adds learners on up to two of these nodes, once.
    void addLearners(ShardDescriptor shard, List<NodeId> nodes) {
        if (shard.configuration().isJoint()) return;
        List<MemberChange> added =
                nodes.stream()
                        .filter(node -> shard.replicaOn(node).isEmpty())
                        .limit(MAX_LEARNERS)
                        .<MemberChange>map(
                                node -> new MemberChange.AddLearner(new Member(newReplica(), node)))
                        .toList();
        if (!added.isEmpty()) change(shard, added, done -> {});
    }

    void dismissLearners(ShardDescriptor shard) {
        change(
                shard,
                shard.configuration().learners().stream()
                        .<MemberChange>map(MemberChange.Remove::new)
                        .toList(),
                done -> {});
    }

    void transfer(ShardDescriptor shard, NodeId to) {
        Optional<ReplicaId> target = shard.replicaOn(to);
        if (target.isEmpty()) return;
        ask(
                shard.table(),
                shard.shard(),
                new Administer.TransferLeadership(target.get()),
                result -> count(result.isPresent()));
    }

    private void change(ShardDescriptor shard, List<MemberChange> changes, Consumer<Boolean> then) {
        ask(
                shard.table(),
                shard.shard(),
                new Administer.ChangeMembers(shard.epoch(), changes),
                result -> {
                    count(result.isPresent());
                    then.accept(result.isPresent());
                });
    }

    private void count(boolean done) {
        if (done) changesDone++;
        else changesRefused++;
    }

    private ReplicaId newReplica() {
        return new ReplicaId(++lastReplica);
    }

    /// Puts a new replica of the shard on `fresh` in the place of `lost`, however long it takes;
    /// then `done`. A lost learner is only removed. Where `fresh` takes no replica at all,
    /// `hopeless` runs once; where it is lost itself meanwhile, there is nothing more to do. A node
    /// that replaces a replica of its own first gives it up: there is one replica of a shard on a
    /// node at a time.
    void replace(ShardId shard, ReplicaId lost, NodeId fresh, Runnable done, Runnable hopeless) {
        working++;
        new Replacement(shard, lost, fresh, done, hopeless).step();
    }

    /// Has the cluster itself put `fresh` in the place of a lost node, by a job; then `done`. Where
    /// the job is refused again and again (its replacement may hold a replica of the same shard by
    /// now), `refused` runs instead.
    void replaceNode(NodeId lost, NodeId fresh, Runnable done, Runnable refused) {
        working++;
        new NodeJob(lost, fresh, done, refused).ask();
    }

    /// A job that was asked for, on its way to its end. To ask again for one that runs is no second
    /// one, so an answer that was lost does no harm.
    private final class NodeJob {
        private static final int PATIENT_ASKS = 12;

        private final NodeId lost;
        private final NodeId fresh;
        private final Runnable done;
        private final Runnable refused;
        private int asks;

        NodeJob(NodeId lost, NodeId fresh, Runnable done, Runnable refused) {
            this.lost = lost;
            this.fresh = fresh;
            this.done = done;
            this.refused = refused;
        }

        void ask() {
            asks++;
            Operator.this.ask(
                    TableId.SYSTEM,
                    ShardId.NONE,
                    new Administer.ReplaceNode(lost, fresh),
                    result -> {
                        count(result.isPresent());
                        if (result.isPresent()) asks = 0;
                        look(result.isPresent());
                    });
        }

        /// `begun`: the job runs, so that there is nothing to ask.
        private void look(boolean begun) {
            readMap(read -> {
                if (read && !map.knows(lost)) end(done);
                else if (asks >= PATIENT_ASKS) end(refused);
                else if (begun) later(() -> look(true));
                else later(this::ask);
            });
        }

        private void end(Runnable next) {
            working--;
            next.run();
        }
    }

    /// One lost replica on its way to being replaced.
    private final class Replacement {
        /// After so many refusals in a row the new replica is given up for another one: a node may
        /// find that it cannot tell a replica's id from one that it has lost.
        private static final int PATIENT_TRIES = 3;

        /// After so many refusals in all the node is taken for useless.
        private static final int HOPELESS_TRIES = 7;

        private final ShardId shard;
        private final ReplicaId lost;
        private final NodeId fresh;
        private final Runnable done;
        private final Runnable hopeless;
        private int refusals;
        private int refusalsInAll;
        private boolean learner;

        Replacement(ShardId shard, ReplicaId lost, NodeId fresh, Runnable done, Runnable hopeless) {
            this.shard = shard;
            this.lost = lost;
            this.fresh = fresh;
            this.done = done;
            this.hopeless = hopeless;
        }

        void step() {
            if (world.nodeOf(fresh).isEmpty()) {
                end();
                return;
            }
            readMap(read -> {
                Optional<ShardDescriptor> now = map.shard(shard);
                if (!read || now.isEmpty()) later(this::step);
                else step(now.get());
            });
        }

        private void end() {
            working--;
            done.run();
        }

        private void step(ShardDescriptor now) {
            List<MemberChange> missing = missing(now);
            if (missing.isEmpty()) {
                end();
                return;
            }
            change(
                    now,
                    missing,
                    changed -> {
                        refusals = changed ? 0 : refusals + 1;
                        if (!changed && ++refusalsInAll == HOPELESS_TRIES) hopeless.run();
                        later(this::step);
                    });
        }

        /// What must still change; empty: nothing. A learner that an earlier try left there is
        /// promoted.
        private List<MemberChange> missing(ShardDescriptor now) {
            learner |= now.configuration().learners().contains(lost);
            boolean gone = !now.configuration().contains(lost);
            if (learner && gone) return List.of();
            Optional<ReplicaId> there = now.replicaOn(fresh);
            boolean voter = there.isPresent() && now.configuration().isVoter(there.get());
            if (gone && voter) return List.of();
            MemberChange remove = new MemberChange.Remove(lost);
            if (learner || there.equals(Optional.of(lost))) return List.of(remove);
            if (there.isPresent() && !voter && refusals >= PATIENT_TRIES)
                return List.of(new MemberChange.Remove(there.get()));
            MemberChange add =
                    new MemberChange.AddVoter(
                            new Member(there.orElseGet(Operator.this::newReplica), fresh));
            return gone ? List.of(add) : List.of(add, remove);
        }
    }
}
