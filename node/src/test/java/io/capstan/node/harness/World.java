package io.capstan.node.harness;

import io.capstan.core.Bytes;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.Clock;
import io.capstan.core.port.Network;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.core.random.Randomness;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.time.HybridTime;
import io.capstan.core.time.TimeInterval;
import io.capstan.core.wire.Frame;
import io.capstan.core.wire.FrameCodec;
import io.capstan.node.host.HostOptions;
import io.capstan.node.host.NodeStatus;
import io.capstan.node.identity.Founding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/// Some machines, some clients, and a network between them. Everything takes a millisecond.
public final class World implements Clock {
    private static final long MILLI = 1_000_000L;
    private static final long EPOCH_MILLIS = 1_750_000_000_000L;

    private record Event(long at, long order, Runnable what) {}

    final Randomness random;
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<NodeId, Machine> byId = new TreeMap<>();
    private final Map<NodeId, TestClient> clients = new TreeMap<>();
    private final TreeSet<NodeId> cut = new TreeSet<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>((a, b) ->
                    a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
    private final Founding founding;
    private final ReplicationOptions replication;
    private long order;
    private long nanos = 1_000 * MILLI;

    /// A world of `founders` nodes called n1, n2, …, all started.
    public World(int founders) {
        this(founders, ReplicationOptions.DEFAULT);
    }

    public World(int founders, ReplicationOptions replication) {
        this.replication = replication;
        random = new Randomness(42);
        List<NodeEntry> entries = new ArrayList<>();
        for (int i = 1; i <= founders; i++)
            entries.add(new NodeEntry(new NodeId(i), "n" + i, "host" + i + ":1"));
        founding = new Founding(new ClusterId(7), entries);
        for (NodeEntry entry : entries) start(entry.name());
    }

    /// The defaults, but only so many applied entries stay in the log for slow followers, and
    /// snapshots travel in small parts.
    public static ReplicationOptions keeping(int entries) {
        ReplicationOptions d = ReplicationOptions.DEFAULT;
        return new ReplicationOptions(
                d.heartbeatInterval(),
                d.electionTimeout(),
                d.maxClockDrift(),
                d.maxClockErrorMillis(),
                d.maxAppendEntries(),
                d.maxAppendBytes(),
                d.maxInflightAppends(),
                d.maxInflightBytes(),
                d.maxUncommittedEntries(),
                d.maxUncommittedBytes(),
                d.maxPendingReads(),
                entries,
                512,
                d.snapshotsAtOnce(),
                d.snapshotBytesPerSecond(),
                d.promotionLag(),
                d.quiesceAfter(),
                d.leases());
    }

    public Founding founding() {
        return founding;
    }

    public Machine machine(String name) {
        return Optional.ofNullable(machines.get(name)).orElseThrow();
    }

    public List<Machine> machines() {
        return List.copyOf(machines.values());
    }

    /// Starts a machine: a founder, one that joins, or one that was killed.
    public Machine start(String name) {
        Machine machine = machines.computeIfAbsent(name, n -> new Machine(this, n));
        machine.start(
                HostOptions.named(name, name + ":1").with(replication), Optional.of(founding));
        byId.put(machine.id(), machine);
        return machine;
    }

    public void kill(String name) {
        machine(name).kill();
    }

    /// Cuts the machine off the network, or joins it again.
    public void isolate(String name, boolean isolated) {
        NodeId id = machine(name).id();
        if (isolated) cut.add(id);
        else cut.remove(id);
    }

    /// A table of three replicas and so many shards of the hash space.
    public static TablePolicy policy(int shards) {
        return new TablePolicy(
                "raft",
                3,
                shards,
                Partitioning.HASH,
                Duration.ofMinutes(10),
                Consistency.LINEARIZABLE,
                Optional.empty());
    }

    public void untilFounded() {
        until(
                "every node knows the map",
                () ->
                        machines.values().stream()
                                .allMatch(m -> m.host().status().catalogVersion() > 0));
    }

    /// The name of the machine that leads the shard.
    public String leaderOf(ShardId shard) {
        for (Machine machine : machines.values()) {
            if (!machine.isUp()) continue;
            for (NodeStatus.ReplicaStatus replica : machine.host().status().replicas())
                if (replica.address().shard().equals(shard) && replica.status().role().equals("L"))
                    return machine.name;
        }
        throw new AssertionError("nobody leads " + shard + "\n" + describe());
    }

    /// Sends a machine frames that are none: noise, a cut one, one of another cluster.
    public void garbage(Machine to) {
        NodeId stranger = new NodeId(99);
        Frame frame =
                new Frame(
                        new Frame.Header(
                                Network.Priority.DATA,
                                new ClusterId(8),
                                stranger,
                                1,
                                HybridTime.ZERO,
                                1),
                        List.of());
        Bytes whole = FrameCodec.encode(frame);
        NodeId id = to.id();
        later(() -> deliver(stranger, id, Bytes.utf8("GET / HTTP/1.1")));
        later(() -> deliver(stranger, id, Bytes.EMPTY));
        later(() -> deliver(stranger, id, whole.slice(0, whole.length() - 1)));
        later(() -> deliver(stranger, id, whole));
    }

    public TestClient client() {
        TestClient client = new TestClient(this, clients.size() + 1);
        clients.put(client.endpoint(), client);
        return client;
    }

    void send(Machine from, NodeId to, Bytes frame) {
        NodeId sender = from.id();
        after(from, () -> deliver(sender, to, frame));
    }

    void deliver(NodeId from, NodeId to, Bytes frame) {
        if (cut.contains(from) || cut.contains(to)) return;
        TestClient client = clients.get(to);
        if (client != null) client.receive(frame);
        Machine machine = byId.get(to);
        if (machine != null) machine.receive(from, frame);
    }

    /// Does something a millisecond from now, if the machine still lives its present life.
    void after(Machine machine, Runnable what) {
        var life = machine.host();
        later(() -> {
            if (machine.isUp() && machine.host() == life) what.run();
        });
    }

    void later(Runnable what) {
        events.add(new Event(nanos + MILLI, order++, what));
    }

    /// Lets the world go on for this long.
    public void run(Duration time) {
        long end = nanos + time.toNanos();
        runUntil(() -> false, end);
        nanos = Math.max(nanos, end);
    }

    /// Lets the world go on until it is so; fails after a simulated minute.
    public void until(String what, BooleanSupplier so) {
        if (!runUntil(so, nanos + 60_000 * MILLI))
            throw new AssertionError("not within a minute: " + what + "\n" + describe());
    }

    private boolean runUntil(BooleanSupplier so, long end) {
        while (true) {
            for (Machine machine : machines.values()) machine.run();
            if (so.getAsBoolean()) return true;
            long next = events.isEmpty() ? Long.MAX_VALUE : events.peek().at;
            for (Machine machine : machines.values())
                if (machine.isUp()) next = Math.min(next, machine.host().nextTimerNanos());
            if (next > end) return false;
            nanos = Math.max(nanos, next);
            while (!events.isEmpty() && events.peek().at <= nanos) events.remove().what.run();
        }
    }

    public String describe() {
        StringBuilder text = new StringBuilder();
        for (Machine machine : machines.values()) {
            text.append(machine.name);
            if (machine.isUp()) text.append(' ').append(machine.host().status());
            text.append('\n').append(machine.broken).append(machine.refusedFrames).append('\n');
            machine.events.stream()
                    .skip(Math.max(0, machine.events.size() - 30))
                    .forEach(event -> text.append("  ").append(event).append('\n'));
        }
        return text.toString();
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }

    @Override
    public TimeInterval wall() {
        return TimeInterval.around(wallMillis(), 1);
    }

    public long wallMillis() {
        return EPOCH_MILLIS + nanos / MILLI;
    }
}
