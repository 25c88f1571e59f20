package io.capstan.sim.trial;

import io.capstan.core.id.NodeId;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.swarm.TablePlan;
import io.capstan.sim.workload.Traffic;
import io.capstan.sim.world.World;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Changes that the cluster undergoes while things go wrong: members, leaders, tables.
final class Changes {
    /// Tables created while things go wrong, at most.
    private static final int MAX_TABLES = 2;

    private final World world;
    private final Operator operator;
    private final Traffic traffic;
    private final Losses losses;
    private final BooleanSupplier stopped;
    private int tables;

    Changes(
            World world,
            Operator operator,
            Traffic traffic,
            Losses losses,
            BooleanSupplier stopped) {
        this.world = world;
        this.operator = operator;
        this.traffic = traffic;
        this.losses = losses;
        this.stopped = stopped;
    }

    /// A replica moves; or learners come, to stay for a while, and go.
    void members(Fault fault) {
        withShard(
                fault,
                shard -> {
                    // Reading the map takes its time: the node may have been lost meanwhile.
                    NodeId target = world.node(fault.target()).id();
                    boolean learners = fault.parameter() % 3 == 0;
                    if (!shard.configuration().learners().isEmpty())
                        operator.dismissLearners(shard);
                    else if (learners) operator.addLearners(shard, readyNodes());
                    else if (operator.map().knows(target) && !losses.isDamaged(target))
                        operator.moveReplica(shard, target, fault.parameter());
                });
    }

    /// Nodes that can take a replica, as far as the operator knows.
    List<NodeId> readyNodes() {
        return world.nodes().stream()
                .map(node -> node.id())
                .filter(id -> operator.map().knows(id) && !losses.isDamaged(id))
                .toList();
    }

    void leader(Fault fault) {
        NodeId target = world.node(fault.target()).id();
        withShard(
                fault,
                shard -> {
                    List<NodeId> members = shard.members().stream().map(Member::node).toList();
                    NodeId one = members.get((int) (fault.parameter() % members.size()));
                    operator.transfer(shard, members.contains(target) ? target : one);
                });
    }

    private void withShard(Fault fault, Consumer<ShardDescriptor> change) {
        operator.readMap(read -> {
            List<ShardDescriptor> shards = operator.map().shards();
            if (stopped.getAsBoolean() || !read || shards.isEmpty()) return;
            ShardDescriptor shard = shards.get((int) (fault.parameter() % shards.size()));
            world.happened(0, "asks: " + fault.kind().word() + " of " + shard.shard());
            change.accept(shard);
            world.feel(fault.kind());
        });
    }

    /// A lost node stays in the map of nodes: a new table could be put on it from the beginning.
    void createTable() {
        if (tables >= MAX_TABLES || losses.isAnybodyLost()) return;
        TablePlan table = new TablePlan("x" + ++tables, 1, 3);
        operator.createTable(
                table,
                id -> {
                    traffic.addTable(table.name(), id);
                    world.feel(FaultKind.CREATE_TABLE);
                    world.happened(0, "table " + table.name() + " is " + id);
                });
    }
}
