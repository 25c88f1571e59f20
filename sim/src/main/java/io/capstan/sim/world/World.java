package io.capstan.sim.world;

import io.capstan.core.Invariant;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.random.Randomness;
import io.capstan.membership.liveness.LivenessOptions;
import io.capstan.node.host.HostOptions;
import io.capstan.node.identity.Founding;
import io.capstan.sim.clock.TrueTime;
import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.fault.FeltFaults;
import io.capstan.sim.network.Crossing;
import io.capstan.sim.network.NetworkFaults;
import io.capstan.sim.network.SimNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One simulated world: virtual time, a network, nodes in the places 1 to n, clients after them.
///
/// Everything happens on the caller's thread, in [#step] and its kin; the same seed and the same
/// calls give the same events.
///
/// A node held up in the middle of a turn: the call into its port lets the rest of the world go on
/// in a nested loop and then returns. So the turn really ends after things that happened later.
public final class World {
    /// How deep such loops nest; beyond it a node is held up between two turns instead.
    private static final int MAX_DEPTH = 6;

    /// A few dozen rows: so few that rows go and come back all the time.
    private static final long ROW_CACHE_BYTES = 8 << 10;

    private final Scheduler scheduler = new Scheduler();
    private final WorldOptions options;
    private final Randomness random;
    private final FeltFaults felt = new FeltFaults();
    private final Spectator spectator;
    private final SimNetwork network;
    private final NetworkFaults networkFaults;
    private final Founding founding;
    private final @Nullable SimNode[] nodes;
    private final List<Body> bodies = new ArrayList<>();
    private final @Nullable Inhabitant[] inhabitants;
    private BooleanSupplier busy = () -> true;
    private int depth;
    private int generation;

    public World(WorldOptions options, Spectator spectator) {
        this.options = options;
        this.spectator = spectator;
        this.random = new Randomness(options.seed()).stream("world");
        int places = options.nodes() + options.clients();
        this.nodes = new SimNode[options.nodes() + 1];
        this.inhabitants = new Inhabitant[places + 1];
        this.network =
                new SimNetwork(
                        scheduler,
                        options.weather(),
                        random.stream("network"),
                        places,
                        felt,
                        this::carry);
        this.networkFaults = new NetworkFaults(network, scheduler, options.nodes(), places);
        this.founding = founding(options.nodes());
    }

    private static Founding founding(int nodes) {
        List<NodeEntry> founders = new ArrayList<>();
        for (int place = 1; place <= nodes; place++)
            founders.add(new NodeEntry(new NodeId(place), "n" + place, "place-" + place));
        return new Founding(new ClusterId(1), founders);
    }

    /// Starts a new node with an empty disk in this place, under this name: a founder where the
    /// founding names it, else one that joins.
    public SimNode settleNode(int place, String name) {
        HostOptions of =
                new HostOptions(
                        name,
                        "place-" + place,
                        "",
                        options.replication(),
                        options.diskStallAfter(),
                        options.flushAfterBytes(),
                        ROW_CACHE_BYTES,
                        LivenessOptions.DEFAULT,
                        options.log());
        Randomness own = random.stream("node" + place).stream(name);
        SimNode node = new SimNode(this, place, of, new Body(scheduler, own.stream("body")), own);
        nodes[place] = node;
        bodies.add(node.body());
        inhabitants[place] = node;
        founding.named(name).ifPresent(founder -> network.settle(founder.id(), place));
        node.start();
        return node;
    }

    /// A client lives in this place from now on.
    public void settleClient(int place, NodeId endpoint, Inhabitant client) {
        Invariant.check(place > options.nodes(), "a client in place %s of nodes", place);
        inhabitants[place] = client;
        network.settle(endpoint, place);
    }

    public SimNode node(int place) {
        return Objects.requireNonNull(nodes[place], "nobody lives there");
    }

    /// All nodes, by place.
    public List<SimNode> nodes() {
        List<SimNode> all = new ArrayList<>();
        for (SimNode node : nodes) {
            if (node != null) all.add(node);
        }
        return all;
    }

    /// The node of this id, wherever it lives.
    public Optional<SimNode> nodeOf(NodeId id) {
        for (SimNode node : nodes) {
            if (node != null && node.id().equals(id)) return Optional.of(node);
        }
        return Optional.empty();
    }

    private void carry(long at, Crossing crossing) {
        scheduler.at(
                at,
                () -> {
                    boolean heard = network.arrives(crossing);
                    int toPlace = crossing.toPlace();
                    Inhabitant inhabitant = inhabitants[toPlace];
                    if (inhabitant == null || !heard) return;
                    NodeId from = crossing.from();
                    spectator.delivered(crossing.fromPlace(), toPlace, from, crossing.frame());
                    inhabitant.received(from, crossing.frame());
                });
    }

    /// Begins a fault of the network; running the result ends it, unless [#heal] came first.
    public Runnable beginOnNetwork(Fault fault) {
        Runnable end = networkFaults.begin(fault);
        int begun = generation;
        return () -> {
            if (begun == generation) end.run();
        };
    }

    /// All faults end: the network is fair, disks and clocks are well, and whoever is down starts.
    public void heal() {
        generation++;
        network.heal();
        for (SimNode node : nodes()) {
            node.heal();
            node.start();
        }
        happened(0, "healed");
    }

    /// Counts the faults that begun before the last [#heal] and must not be ended any more.
    public int generation() {
        return generation;
    }

    /// Tells the world how to find out whether clients wait for anything.
    public void busyWhile(BooleanSupplier waiting) {
        this.busy = waiting;
    }

    boolean isBusy() {
        return busy.getAsBoolean();
    }

    boolean isTooDeep() {
        return depth >= MAX_DEPTH;
    }

    void passWithin(long nanos) {
        depth++;
        try {
            scheduler.runUntil(now() + nanos);
        } finally {
            depth--;
        }
    }

    public void happened(int place, String what) {
        spectator.happened(place, what);
    }

    /// Lets the next event happen; false where nothing will ever happen again.
    public boolean step() {
        return scheduler.step();
    }

    /// Lets this much time pass.
    public void pass(long nanos) {
        scheduler.runUntil(now() + nanos);
    }

    /// Lets events happen until `done`, or this much time has passed; returns `done`.
    public boolean passUntil(BooleanSupplier done, long nanos) {
        long end = now() + nanos;
        while (!done.getAsBoolean()) {
            if (scheduler.nextNanos() > end || !scheduler.step()) return done.getAsBoolean();
        }
        return true;
    }

    public long now() {
        return scheduler.nanos();
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    TrueTime time() {
        return scheduler;
    }

    public SimNetwork network() {
        return network;
    }

    public Founding founding() {
        return founding;
    }

    /// What was felt so far, apart from what lies in the devices.
    FeltFaults felt() {
        return felt;
    }

    /// Something that the world cannot notice was felt.
    public void feel(FaultKind kind) {
        felt.feel(kind);
    }

    /// All that was felt, by everybody who ever lived here.
    public FeltFaults everythingFelt() {
        FeltFaults all = new FeltFaults();
        all.add(felt);
        bodies.forEach(body -> body.report(all));
        return all;
    }

    Spectator spectator() {
        return spectator;
    }

    long clockErrorMillis() {
        return options.clockErrorMillis();
    }

    public WorldOptions options() {
        return options;
    }

    /// Whether the fault kind is the network's own affair.
    public static boolean isOfNetwork(FaultKind kind) {
        return kind.group() == FaultKind.Group.NETWORK;
    }
}
