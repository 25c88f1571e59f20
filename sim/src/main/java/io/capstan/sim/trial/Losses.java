package io.capstan.sim.trial;

import io.capstan.core.actor.Address;
import io.capstan.core.id.NodeId;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.sim.fault.Fault;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Lost and rotten data, and the replacement of what they cost: the atlas.
///
/// A loss is laid on only where the cluster claims to survive it: on one place at a time, until
/// every replica that had lost something is replaced by a new one; so no shard ever loses a
/// majority.
final class Losses {
    private final World world;
    private final Plan plan;
    private final Operator operator;
    private final Replacements replacements;
    private final BooleanSupplier stopped;
    private final TreeSet<Address> rotten = new TreeSet<>(Losses::compare);
    private final TreeSet<NodeId> givenUp = new TreeSet<>();

    /// The place of each node that was lost for good.
    private final TreeMap<NodeId, Integer> lost = new TreeMap<>();

    private int damaged;
    private int repairs;
    private int settled;
    private int failedSyncs;
    private long withheld;

    Losses(World world, Plan plan, Operator operator, BooleanSupplier stopped) {
        this.world = world;
        this.plan = plan;
        this.operator = operator;
        replacements = new Replacements(world, operator);
        this.stopped = stopped;
    }

    private static int compare(Address one, Address other) {
        int byNode = one.node().compareTo(other.node());
        int byShard = byNode != 0 ? byNode : one.shard().compareTo(other.shard());
        return byShard != 0 ? byShard : one.replica().compareTo(other.replica());
    }

    /// Whether something lost is still being replaced.
    boolean isRepairing() {
        return repairs > 0 || isWorking();
    }

    private boolean isWorking() {
        return operator.isWorking() || replacements.isWorking();
    }

    /// Faults not laid on, because the cluster does not claim to survive them at that moment.
    long withheld() {
        return withheld;
    }

    /// Whether the cluster counts a node that is lost, or was: such a one stays in the map of
    /// nodes.
    boolean isAnybodyLost() {
        return damaged != 0 || settled > 0;
    }

    /// A damaged node takes nothing new before it is repaired.
    boolean isDamaged(NodeId node) {
        return world.nodeOf(node).map(SimNode::place).filter(p -> p == damaged).isPresent();
    }

    /// This node's data path may stop for good.
    void expectStop(SimNode node) {
        failedSyncs |= 1 << node.place();
    }

    private boolean forbidden(SimNode node) {
        boolean forbidden =
                !plan.beyondClaims()
                        && (damaged != 0
                                || repairs > 0
                                || isWorking()
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
            if (stopped.getAsBoolean() || forbidden(node)) return;
            if (read && operator.map().on(node.id()).stream().noneMatch(Losses::isThin))
                loss.accept(node);
            else withheld++;
        });
    }

    /// A shard that has shrunk to two voters, or is on its way to others, bears no loss.
    private static boolean isThin(ShardDescriptor shard) {
        return shard.configuration().voters().size() < 3 || shard.configuration().isJoint();
    }

    void wipe(Fault fault) {
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
                                    () -> replaceNode(node.place(), lost, byJob(fault)));
                });
    }

    /// Half of the lost nodes are replaced by the cluster's own job, the others replica by replica.
    private static boolean byJob(Fault fault) {
        return fault.durationNanos() / 1_000_000 % 2 == 0;
    }

    /// A new node, with a name and an id of its own, takes the place of the lost one.
    private void replaceNode(int place, NodeId node, boolean byJob) {
        lost.put(node, place);
        SimNode fresh = world.settleNode(place, "n" + place + "-" + ++settled);
        if (byJob) replaceByJob(node, fresh);
        else replaceReplicas(node, fresh);
    }

    /// A change of members that was under way when a node was lost may have put a replica on it
    /// after the map was looked at: it is replaced, too.
    void replaceLatecomers() {
        lost.forEach((node, place) -> {
            repairs++;
            replaceReplicas(node, world.node(place));
        });
    }

    private void replaceByJob(NodeId lost, SimNode fresh) {
        operator.readMap(read -> {
            if (read && operator.map().knows(fresh.id()))
                replacements.replaceNode(
                        lost,
                        fresh.id(),
                        () -> replaced(lost, fresh, " by a job"),
                        () -> replaceReplicas(lost, fresh));
            else world.scheduler().at(world.now() + 500_000_000, () -> replaceByJob(lost, fresh));
        });
    }

    private void replaced(NodeId lost, SimNode fresh, String how) {
        repairs--;
        damaged = 0;
        world.happened(fresh.place(), "has replaced " + lost + how);
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
                replaced(lost, fresh, "");
                return;
            }
            replaceNext(shards.getFirst(), lost, fresh);
        });
    }

    private void replaceNext(ShardDescriptor shard, NodeId lost, SimNode fresh) {
        replacements.replace(
                shard.shard(),
                shard.replicaOn(lost).orElseThrow(),
                fresh.id(),
                () -> replaceReplicas(lost, fresh),
                () -> world.happened(fresh.place(), "takes no replica of " + shard.shard()));
    }

    void rot(Fault fault) {
        int bytes = 1 + (int) (fault.parameter() % 4);
        where(
                world.node(fault.target()),
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
                            replaceNode(node.place(), lost, false);
                        });
    }

    /// The node sees to it by itself. One that has lost so much that it cannot tell new replicas
    /// from old ones is given up.
    private void replaceReplica(Address broken) {
        repairs++;
        replacements.awaitReseated(
                broken,
                () -> reseated(broken),
                () -> world.nodeOf(broken.node()).ifPresent(this::loseNode));
    }

    private void reseated(Address broken) {
        repairs--;
        world.nodeOf(broken.node())
                .ifPresent(node -> world.happened(node.place(), "goes on without " + broken));
    }
}
