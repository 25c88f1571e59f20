package io.capstan.sim.trial;

import io.capstan.client.ClientOptions;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.NodeId;
import io.capstan.core.protocol.ReplicationProtocol;
import io.capstan.core.random.Randomness;
import io.capstan.node.Protocols;
import io.capstan.sim.law.Court;
import io.capstan.sim.law.GroupLaw;
import io.capstan.sim.law.LevelsLaw;
import io.capstan.sim.law.LinearizabilityLaw;
import io.capstan.sim.swarm.Swarm;
import io.capstan.sim.swarm.TablePlan;
import io.capstan.sim.trace.TraceHash;
import io.capstan.sim.trace.TraceLines;
import io.capstan.sim.workload.SimClient;
import io.capstan.sim.workload.Tally;
import io.capstan.sim.workload.Traffic;
import io.capstan.sim.world.Scheduler;
import io.capstan.sim.world.World;
import io.capstan.sim.world.WorldOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One run: founding, work amid faults, healing, rest, judgement.
///
/// Ends at the first broken law. What a client can see is always judged; the invariants behind it
/// only where the plan says so.
public final class Trial {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    /// How long a new cluster may take until all tables are made.
    private static final long FORMING_NANOS = 60 * SECOND;

    /// How long after the last fault was drawn the clients may go on before the world is healed.
    private static final long LINGER_NANOS = 20 * SECOND;

    /// How long a healed cluster may take to answer what was under way, and to repair itself.
    private static final long SETTLE_NANOS = 90 * SECOND;

    /// Clients beyond those of the load: the operator.
    private static final int EXTRA_CLIENTS = 1;

    private final Plan plan;
    private final Swarm swarm;
    private final Court court;
    private final Counters counters = new Counters();
    private final TraceHash hash;
    private final Watch watch;
    private final World world;
    private final Operator operator;
    private final Traffic traffic;
    private final Nemesis nemesis;
    private final Tally tally = new Tally();
    private final LinearizabilityLaw linearizability;
    private final List<SimClient> clients = new ArrayList<>();
    private final List<SimClient> readers = new ArrayList<>();
    private int tablesMade;

    private Trial(Plan plan, TraceHash hash, Optional<TraceLines> lines) {
        this.plan = plan;
        this.swarm = plan.swarm();
        this.hash = hash;
        Late late = new Late();
        this.court = new Court(late::nanos);
        this.watch =
                new Watch(
                        late::nanos,
                        court,
                        counters,
                        hash,
                        lines,
                        plan.invariants()
                                ? Optional.of(new GroupLaw<>(court, protocol()))
                                : Optional.empty());
        this.world = new World(options(), watch);
        late.scheduler = world.scheduler();
        Randomness random = new Randomness(plan.seed()).stream("clients");
        List<NodeId> nodes = world.founding().founders().stream().map(NodeEntry::id).toList();
        int settled = 0;
        while (clients.size() < swarm.load().clients())
            clients.add(client(settled++, nodes, random));
        this.operator = new Operator(world, client(settled++, nodes, random), swarm.protocol());
        while (readers.size() < swarm.load().readers()) {
            NodeId home = nodes.get(readers.size() % nodes.size());
            readers.add(client(settled++, List.of(home), random));
        }
        this.linearizability = new LinearizabilityLaw(court);
        this.traffic =
                new Traffic(
                        world,
                        swarm.load(),
                        new Randomness(plan.seed()).stream("traffic"),
                        clients,
                        readers,
                        List.of(watch, tally, linearizability, new LevelsLaw(court)));
        this.nemesis = new Nemesis(world, plan, operator, traffic, counters);
        watch.expect(nemesis.losses()::accountsFor);
        watch.spring(nemesis.traps(), nemesis.rifts());
    }

    /// The world's time, for those who are made before the world.
    private static final class Late {
        private @Nullable Scheduler scheduler;

        long nanos() {
            return scheduler == null ? 0 : scheduler.nanos();
        }
    }

    private ReplicationProtocol<?> protocol() {
        return Protocols.named(swarm.protocol())
                .orElseThrow(() -> new IllegalArgumentException("no protocol " + swarm.protocol()));
    }

    private WorldOptions options() {
        return new WorldOptions(
                plan.seed(),
                swarm.nodes(),
                swarm.load().clients() + swarm.load().readers() + EXTRA_CLIENTS,
                swarm.weather(),
                swarm.options(),
                swarm.flushAfterBytes(),
                Duration.ofMillis(1_500),
                swarm.log(),
                swarm.clockErrorMillis());
    }

    private SimClient client(int index, List<NodeId> contacts, Randomness random) {
        return new SimClient(
                world,
                swarm.nodes() + 1 + index,
                index + 1L,
                contacts,
                random.stream("client" + index),
                ClientOptions.DEFAULT);
    }

    /// Runs the plan.
    public static TrialResult run(Plan plan) {
        return run(plan, TraceHash.hashing(), Optional.empty());
    }

    /// Runs the plan, hashing into `hash` and telling `lines` what happens.
    public static TrialResult run(Plan plan, TraceHash hash, Optional<TraceLines> lines) {
        lines.ifPresent(TraceLines::header);
        return new Trial(plan, hash, lines).run();
    }

    private TrialResult run() {
        Optional<String> unknown = Optional.empty();
        long healed = 0;
        if (formed()) {
            work();
            healed = world.now();
            if (!court.isBroken()) rest();
            unknown = linearizability.judge();
        }
        return new TrialResult(
                plan,
                court.breach(),
                unknown,
                tally,
                world.everythingFelt(),
                counters,
                nemesis.losses().withheld(),
                operator.changesDone(),
                world.now(),
                (world.now() - healed) / MILLI,
                hash.hex(),
                hash.divergence());
    }

    /// Lets time pass until `done` or a law is broken; a broken bound is one.
    private boolean within(long nanos, BooleanSupplier done, Supplier<String> otherwise) {
        boolean reached = world.passUntil(() -> court.isBroken() || done.getAsBoolean(), nanos);
        if (!reached) court.broken(Court.LIVENESS, otherwise.get() + "\n" + Rest.statuses(world));
        return !court.isBroken();
    }

    private boolean formed() {
        for (int place = 1; place <= swarm.nodes(); place++) world.settleNode(place, "n" + place);
        for (TablePlan table : swarm.tables()) {
            operator.createTable(
                    table,
                    id -> {
                        traffic.addTable(table.name(), id);
                        tablesMade++;
                    });
        }
        return within(
                FORMING_NANOS,
                () -> tablesMade == swarm.tables().size(),
                () -> "after a minute without any fault the cluster had not made its tables");
    }

    private void work() {
        traffic.start(swarm.horizonMillis() * MILLI);
        nemesis.start();
        long horizon = Math.max(swarm.horizonMillis() * MILLI, lastFault() - world.now());
        world.passUntil(
                () -> court.isBroken() || (traffic.isDone() && world.now() >= lastFault()),
                horizon + LINGER_NANOS);
    }

    private long lastFault() {
        return plan.schedule().faults().isEmpty()
                ? 0
                : plan.schedule().faults().getLast().atNanos();
    }

    private void rest() {
        nemesis.stop();
        traffic.stop();
        world.heal();
        Rest rest = new Rest(world, operator);
        boolean answered =
                within(
                                SETTLE_NANOS,
                                traffic::isDone,
                                () -> "a healed cluster has not answered what was under way")
                        && everythingIsReplaced();
        if (answered) answered = readEverything();
        if (answered) {
            nemesis.losses().replaceLatecomers();
            answered = everythingIsReplaced();
        }
        if (answered)
            within(
                    SETTLE_NANOS,
                    rest::isReached,
                    () -> "a healed cluster does not come to rest: " + rest.missing());
        if (!court.isBroken())
            rest.convergence().ifPresent(why -> court.broken(Court.CONVERGENCE, why));
    }

    private boolean everythingIsReplaced() {
        return within(
                SETTLE_NANOS,
                () -> !nemesis.losses().isRepairing(),
                () ->
                        "a healed cluster has not replaced what was lost: "
                                + operator.map().shards());
    }

    private boolean readEverything() {
        boolean[] read = new boolean[1];
        traffic.readEverything(() -> read[0] = true);
        return within(SETTLE_NANOS, () -> read[0], () -> "a healed cluster does not serve reads");
    }
}
