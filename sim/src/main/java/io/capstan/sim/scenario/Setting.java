package io.capstan.sim.scenario;

import io.capstan.client.ClientOptions;
import io.capstan.core.id.NodeId;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.core.random.Randomness;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.network.Weather;
import io.capstan.sim.workload.SimClient;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;
import io.capstan.sim.world.WorldOptions;
import io.capstan.storage.log.LogOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The world that a scenario plays in: its nodes `n1`, `n2`, …, a client for each that speaks to it
/// alone, one client that speaks to all, and what befalls them.
///
/// Places: 1 to N for the nodes, then the client that speaks to all, then the others.
final class Setting {
    private static final long FOUNDING_NANOS = 3_000_000_000L;

    private final World world;
    private final Witness witness;
    private final int nodes;
    private final Map<String, SimClient> clients = new TreeMap<>();

    private Setting(World world, Witness witness, int nodes) {
        this.world = world;
        this.witness = witness;
        this.nodes = nodes;
    }

    /// A new world of so many nodes; the words may set some of its options.
    static Setting found(int nodes, Words words) {
        WorldOptions options =
                new WorldOptions(
                        words.number("seed", 1),
                        nodes,
                        nodes + 2,
                        Weather.FAIR,
                        replication(words),
                        words.number("flush", 1 << 20),
                        Duration.ofMillis(1_500),
                        new LogOptions(1 << 20, 8, 16_384, 1 << 20, 1 << 20, 16L << 20),
                        250);
        Witness witness = new Witness();
        World world = new World(options, witness);
        witness.watch(world.scheduler());
        Setting setting = new Setting(world, witness, nodes);
        for (int place = 1; place <= nodes; place++) world.settleNode(place, "n" + place);
        for (int place = 0; place <= nodes; place++) setting.settleClient(place);
        return setting;
    }

    private static ReplicationOptions replication(Words words) {
        ReplicationOptions usual = ReplicationOptions.DEFAULT;
        return new ReplicationOptions(
                usual.heartbeatInterval(),
                usual.electionTimeout(),
                usual.maxClockDrift(),
                usual.maxClockErrorMillis(),
                usual.maxAppendEntries(),
                usual.maxAppendBytes(),
                usual.maxInflightAppends(),
                usual.maxInflightBytes(),
                words.number("uncommitted", usual.maxUncommittedEntries()),
                usual.maxUncommittedBytes(),
                usual.maxPendingReads(),
                words.number("retained", usual.retainedEntries()),
                words.number("chunk", usual.snapshotChunkBytes()),
                usual.snapshotsAtOnce(),
                usual.snapshotBytesPerSecond(),
                usual.promotionLag(),
                usual.quiesceAfter(),
                words.setting("leases").orElse("on").equals("on"));
    }

    private void settleClient(int place) {
        List<NodeId> contacts = new ArrayList<>();
        if (place > 0) contacts.add(new NodeId(place));
        for (int i = 1; place == 0 && i <= nodes; i++) contacts.add(new NodeId(i));
        SimClient client =
                new SimClient(
                        world,
                        nodes + 1 + place,
                        place + 1L,
                        contacts,
                        new Randomness(place),
                        ClientOptions.DEFAULT);
        clients.put(place == 0 ? "" : "n" + place, client);
    }

    World world() {
        return world;
    }

    /// The invariant that has been broken.
    Optional<String> breach() {
        return witness.breach();
    }

    SimNode node(String name) {
        return world.nodes().stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node '" + name + "'"));
    }

    /// The client that speaks to this node alone; to all for an empty name.
    SimClient clientAt(String node) {
        SimClient client = clients.get(node);
        if (client == null) throw new IllegalArgumentException("no node '" + node + "'");
        return client;
    }

    // What befalls them

    void partition(List<List<String>> groups) {
        for (int one = 0; one < groups.size(); one++) {
            for (int other = 0; other < groups.size(); other++) {
                if (one != other) cut(places(groups.get(one)), places(groups.get(other)));
            }
        }
    }

    void oneWay(List<List<String>> groups) {
        if (groups.size() != 2) throw new IllegalArgumentException("one-way takes two groups");
        cut(places(groups.get(0)), places(groups.get(1)));
    }

    private void cut(List<Integer> from, List<Integer> to) {
        from.forEach(a -> to.forEach(b -> world.network().cut(a, b, FaultKind.PARTITION)));
    }

    private List<Integer> places(List<String> names) {
        List<Integer> places = new ArrayList<>();
        for (String name : names) {
            if (name.equals("client")) {
                for (int i = 0; i <= nodes; i++) places.add(nodes + 1 + i);
            } else {
                places.add(node(name).place());
            }
        }
        return places;
    }

    void heal() {
        world.network().heal();
    }

    void pass(long nanos) {
        world.pass(nanos);
    }

    void crash(String name) {
        node(name).crash(FaultKind.CRASH, 0, Long.MAX_VALUE);
    }

    /// Takes a node away before there is any table, but after it has taken part in the founding.
    void crashOnceFounded(String name) {
        pass(FOUNDING_NANOS);
        crash(name);
    }
}
