package io.capstan.sim.trial;

import io.capstan.core.actor.Address;
import io.capstan.core.id.NodeId;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.swarm.TablePlan;
import io.capstan.sim.workload.Traffic;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Carries out the schedule, as far as the atlas allows.
///
/// The atlas: a fault is laid on only where the cluster claims to survive it. Crashes, pauses and
/// anything of the network: everywhere, since they cost nothing but time. Lost and rotten data: on
/// one place at a time, until every replica that had lost something is replaced by a new one; so no
/// shard ever loses a majority. Clocks: within the claims, by the drawing of the schedule.
final class Nemesis {
    /// Tables created while things go wrong, at most.
    private static final int MAX_TABLES = 2;

    private final World world;
    private final Plan plan;
    private final Operator operator;
    private final Traffic traffic;
    private final TreeSet<Address> rotten = new TreeSet<>(Nemesis::compare);
    private final TreeSet<NodeId> givenUp = new TreeSet<>();
    private int damaged;
    private int repairs;
    private int replacements;
    private int tables;
    private int failedSyncs;
    private long withheld;
    private boolean stopped;

    Nemesis(World world, Plan plan, Operator operator, Traffic traffic) {
        this.world = world;
        this.plan = plan;
        this.operator = operator;
        this.traffic = traffic;
    }

    private static int compare(Address one, Address other) {
        int byNode = one.node().compareTo(other.node());
        int byShard = byNode != 0 ? byNode : one.shard().compareTo(other.shard());
        return byShard != 0 ? byShard : one.replica().compareTo(other.replica());
    }

    void start() {
        for (Fault fault : plan.schedule().faults())
            world.scheduler().at(fault.atNanos(), () -> strike(fault));
    }

    /// Nothing begins any more.
    void stop() {
        stopped = true;
    }

    /// Whether something lost is still being replaced.
    boolean isRepairing() {
        return repairs > 0 || operator.isWorking();
    }

    /// Faults not laid on, because the cluster does not claim to survive them at that moment.
    long withheld() {
        return withheld;
    }

    private void strike(Fault fault) {
        if (stopped) return;
        switch (fault.kind().group()) {
            case NETWORK -> lasting(fault, world.beginOnNetwork(fault));
            case PROCESS -> process(fault);
            case DISK -> disk(fault);
            case CLOCK -> clock(fault);
            case CHANGE -> change(fault);
        }
    }

    private void lasting(Fault fault, Runnable end) {
        world.happened(0, "begins: " + fault);
        world.scheduler()
                .at(
                        world.now() + fault.durationNanos(),
                        () -> {
                            end.run();
                            world.happened(0, "ends: " + fault.kind().word());
                        });
    }

    private void process(Fault fault) {
        int calls = (int) fault.parameter();
        switch (fault.kind()) {
            case PAUSE -> world.node(fault.target()).pause(calls, fault.durationNanos());
            case CRASH ->
                    world.node(fault.target()).crash(fault.kind(), calls, fault.durationNanos());
            case POWER_LOSS ->
                    world.nodes().forEach(n -> n.crash(fault.kind(), 0, fault.durationNanos()));
            case WIPE -> wipe(fault);
            default -> throw new IllegalStateException("no fault of a process: " + fault);
        }
    }

    private void disk(Fault fault) {
        SimNode node = world.node(fault.target());
        int generation = world.generation();
        switch (fault.kind()) {
            case TORN_WRITE ->
                    node.crash(fault.kind(), (int) fault.parameter(), fault.durationNanos());
            case ROT -> rot(fault, node);
            case SLOW_DISK -> {
                node.slowDisk(1 + 2.0 * fault.parameter());
                lasting(fault, unhealed(generation, () -> node.slowDisk(1)));
            }
            case STALLED_DISK -> {
                node.stallDisk(fault.durationNanos());
                lasting(fault, () -> {});
            }
            case FULL_DISK -> {
                node.fillDisk(true);
                lasting(fault, unhealed(generation, () -> node.fillDisk(false)));
            }
            case STALLED_STORE -> {
                node.stallStore(fault.durationNanos());
                lasting(fault, () -> {});
            }
            case FAILED_SYNC -> {
                failedSyncs |= 1 << fault.target();
                node.failNextSync();
                // Its data path has stopped, so that somebody has to start it anew.
                lasting(fault, () -> node.crash(FaultKind.CRASH, 0, 0));
            }
            default -> throw new IllegalStateException("no fault of a disk: " + fault);
        }
    }

    private Runnable unhealed(int generation, Runnable end) {
        return () -> {
            if (world.generation() == generation) end.run();
        };
    }

    private void clock(Fault fault) {
        SimNode node = world.node(fault.target());
        if (leadsSomething(node)) world.feel(fault.kind());
        int generation = world.generation();
        switch (fault.kind()) {
            case CLOCK_JUMP -> {
                node.clock().skew(fault.parameter());
                world.happened(node.place(), "its wall clock jumps: " + fault.parameter() + " ms");
            }
            case CLOCK_SKEW -> {
                node.clock().skew(fault.parameter());
                lasting(fault, unhealed(generation, () -> node.clock().skew(0)));
            }
            case CLOCK_DRIFT -> {
                node.drift(fault.parameter());
                lasting(fault, unhealed(generation, () -> node.drift(0)));
            }
            default -> throw new IllegalStateException("no fault of a clock: " + fault);
        }
    }

    private static boolean leadsSomething(SimNode node) {
        return node.status().stream()
                .flatMap(s -> s.replicas().stream())
                .anyMatch(r -> r.status().role().startsWith("L"));
    }

    // Changes of the cluster

    private void change(Fault fault) {
        if (fault.kind() == FaultKind.CREATE_TABLE) {
            createTable();
            return;
        }
        NodeId target = world.node(fault.target()).id();
        operator.readMap(read -> {
            List<ShardDescriptor> shards = operator.map().shards();
            if (stopped || !read || shards.isEmpty()) return;
            ShardDescriptor shard = shards.get((int) (fault.parameter() % shards.size()));
            move(fault, shard, target);
        });
    }

    private void move(Fault fault, ShardDescriptor shard, NodeId target) {
        world.happened(
                0, "asks: " + fault.kind().word() + " of " + shard.shard() + " to " + target);
        if (fault.kind() == FaultKind.TRANSFER) {
            List<NodeId> members = shard.members().stream().map(m -> m.node()).toList();
            boolean member = members.contains(target);
            NodeId one = members.get((int) (fault.parameter() % members.size()));
            operator.transfer(shard, member ? target : one);
        } else if (operator.map().knows(target) && !isDamaged(target)) {
            operator.moveReplica(shard, target, fault.parameter());
        }
        world.feel(fault.kind());
    }

    /// A damaged node takes nothing new before it is repaired.
    private boolean isDamaged(NodeId node) {
        return world.nodeOf(node).map(SimNode::place).filter(p -> p == damaged).isPresent();
    }

    private void createTable() {
        // A lost node stays in the map of nodes: a new table could be put on it from the beginning.
        if (tables >= MAX_TABLES || damaged != 0 || replacements > 0) return;
        TablePlan table = new TablePlan("x" + ++tables, 1, 3);
        operator.createTable(
                table,
                id -> {
                    traffic.addTable(table.name(), id);
                    world.feel(FaultKind.CREATE_TABLE);
                    world.happened(0, "table " + table.name() + " is " + id);
                });
    }

    // Lost and rotten data

    private boolean forbidden(SimNode node) {
        boolean forbidden =
                !plan.beyondClaims()
                        && (damaged != 0
                                || repairs > 0
                                || operator.isWorking()
                                || !node.isUp()
                                || isLastFounder(node));
        if (forbidden) withheld++;
        return forbidden;
    }

    /// Whoever joins finds the cluster through the nodes that first held the system group.
    private boolean isLastFounder(SimNode node) {
        List<NodeId> first = world.founding().systemNodes();
        return world.nodes().stream()
                .filter(other -> other.place() != node.place())
                .noneMatch(other -> first.contains(other.id()));
    }

    /// Lets `loss` happen to the node if, by the newest map, every shard there can bear it.
    private void where(SimNode node, Consumer<SimNode> loss) {
        if (forbidden(node)) return;
        operator.readMap(read -> {
            if (stopped || forbidden(node)) return;
            if (read && operator.map().on(node.id()).stream().noneMatch(Nemesis::isThin))
                loss.accept(node);
            else withheld++;
        });
    }

    /// A shard that has shrunk to two voters, or is on its way to others, bears no loss.
    private static boolean isThin(ShardDescriptor shard) {
        return shard.configuration().voters().size() < 3 || shard.configuration().isJoint();
    }

    private void wipe(Fault fault) {
        where(
                world.node(fault.target()),
                node -> {
                    damaged = node.place();
                    NodeId lost = node.id();
                    node.wipe();
                    repairs++;
                    world.scheduler()
                            .at(
                                    world.now() + fault.durationNanos(),
                                    () -> replaceNode(node.place(), lost));
                });
    }

    /// A new node, with a name and an id of its own, takes the place of the lost one.
    private void replaceNode(int place, NodeId lost) {
        SimNode fresh = world.settleNode(place, "n" + place + "-" + ++replacements);
        replaceReplicas(lost, fresh);
    }

    private void replaceReplicas(NodeId lost, SimNode fresh) {
        operator.readMap(read -> {
            boolean joined = read && operator.map().knows(fresh.id());
            if (!joined) {
                world.scheduler().at(world.now() + 500_000_000, () -> replaceReplicas(lost, fresh));
                return;
            }
            List<ShardDescriptor> shards = operator.map().on(lost);
            if (shards.isEmpty()) {
                repairs--;
                damaged = 0;
                world.happened(fresh.place(), "has replaced " + lost);
                return;
            }
            replaceNext(shards.getFirst(), lost, fresh);
        });
    }

    private void replaceNext(ShardDescriptor shard, NodeId lost, SimNode fresh) {
        operator.replace(
                shard.shard(),
                shard.replicaOn(lost).orElseThrow(),
                fresh.id(),
                () -> replaceReplicas(lost, fresh),
                () -> world.happened(fresh.place(), "takes no replica of " + shard.shard()));
    }

    private void rot(Fault fault, SimNode target) {
        int bytes = 1 + (int) (fault.parameter() % 4);
        where(
                target,
                node -> {
                    if (node.rot(bytes, fault.durationNanos())) damaged = node.place();
                });
    }

    /// A replica, or a node's whole data path, has stopped for good. Returns whether the schedule
    /// had asked for that; then it is replaced.
    boolean accountsFor(Address broken) {
        SimNode node = world.nodeOf(broken.node()).orElse(null);
        if (node == null) return false;
        if (broken.shard().isNone() && (failedSyncs & (1 << node.place())) != 0) return true;
        if (node.place() != damaged) return false;
        if (broken.shard().isNone()) loseNode(node);
        else if (rotten.add(broken)) replaceReplica(broken);
        return true;
    }

    private void loseNode(SimNode node) {
        if (node.isGone() || !givenUp.add(node.id())) return;
        repairs++;
        NodeId lost = node.id();
        world.scheduler()
                .at(
                        world.now() + 1_000_000,
                        () -> {
                            node.wipe();
                            replaceNode(node.place(), lost);
                        });
    }

    /// A node that has lost so much that it cannot tell new replicas from old ones is given up.
    private void replaceReplica(Address broken) {
        repairs++;
        world.scheduler()
                .at(
                        world.now() + 200_000_000,
                        () ->
                                operator.replace(
                                        broken.shard(),
                                        broken.replica(),
                                        broken.node(),
                                        () -> repairs--,
                                        () ->
                                                world.nodeOf(broken.node())
                                                        .ifPresent(this::loseNode)));
    }
}
