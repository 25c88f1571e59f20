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
/// What must be done (a table of the run) is tried again until it is done; a move for its own sake
/// is tried once.
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

    /// Whether something is under way that must be done.
    boolean isWorking() {
        return working > 0;
    }

    long changesDone() {
        return changesDone;
    }

    long changesRefused() {
        return changesRefused;
    }

    void ask(TableId table, ShardId shard, Ask ask, Consumer<Optional<Result>> then) {
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

    /// Runs `job` after a pause.
    void later(Runnable job) {
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
        return result instanceof Result.Rows(List<Row> rows, var more, var passed)
                        && !rows.isEmpty()
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

    /// Asks for one change of members; `then` learns whether it was made.
    void change(ShardDescriptor shard, List<MemberChange> changes, Consumer<Boolean> then) {
        ask(
                shard.table(),
                shard.shard(),
                new Administer.ChangeMembers(shard.epoch(), changes),
                result -> {
                    count(result.isPresent());
                    then.accept(result.isPresent());
                });
    }

    void count(boolean done) {
        if (done) changesDone++;
        else changesRefused++;
    }

    ReplicaId newReplica() {
        return new ReplicaId(++lastReplica);
    }
}
