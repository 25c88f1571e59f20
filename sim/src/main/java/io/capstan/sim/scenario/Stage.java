package io.capstan.sim.scenario;

import io.capstan.client.ClientOptions;
import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Administer.MemberChange;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Command;
import io.capstan.core.request.Condition;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.request.Result;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import io.capstan.node.host.NodeStatus.ReplicaStatus;
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
import org.jspecify.annotations.Nullable;

/// Where a scenario plays: one world with fair weather and one table `kv` of one shard, and the
/// meaning of every command.
///
/// | command | what it does |
/// | --- | --- |
/// | `cluster N [replicas= seed= leases= retained= chunk=]` | founds N nodes and makes the table |
/// | `put K V`, `delete K`, `cas K OLD NEW`, `get K [LEVEL]` | asks; `at nX`: that node; `for T`: how long |
/// | `begin NAME put …`, `await NAME` | asks without waiting; waits |
/// | `partition {…} \| {…}`, `one-way {…} {…}`, `heal` | cuts nodes (and `client`) off; mends all |
/// | `pass T`, `crash nX`, `restart nX`, `pause nX T`, `drift nX PPM` | time, and the fate of nodes |
/// | `elect nX`, `transfer nX` | asks for leadership there, with and without waiting for it |
/// | `add-member nX`, `add-learner nX`, `remove-member nX`, `replace-member nX nY` | members |
/// | `leader`, `members`, `status`, `agree` | shows who leads, who belongs, where all stand, and whether all hold the same |
final class Stage {
    private static final long SECOND = 1_000_000_000L;
    private static final Duration USUAL = Duration.ofSeconds(5);
    private static final RequestTag UNTAGGED =
            new RequestTag(new RequestId(new ClientId(0), 0), 0, HybridTime.ZERO);

    private final Map<String, Optional<Outcome>> begun = new TreeMap<>();
    private final Map<String, SimClient> clients = new TreeMap<>();
    private @Nullable Set set;
    private long lastReplica = 100;

    /// What exists once the cluster is founded.
    private record Set(World world, Witness witness, int nodes) {}

    private Set set() {
        if (set == null) throw new IllegalArgumentException("there is no cluster yet");
        return set;
    }

    private World world() {
        return set().world;
    }

    /// Carries a command out and says what came of it.
    List<String> perform(String command) {
        List<String> said = new ArrayList<>();
        try {
            said.addAll(act(command));
        } catch (IllegalArgumentException e) {
            said.add("what? " + e.getMessage());
        }
        if (set != null) set.witness.breach().ifPresent(b -> said.add("BROKEN: " + b));
        return said;
    }

    private List<String> act(String command) {
        Words words = new Words(command);
        String verb = words.next("a verb");
        return switch (verb) {
            case "cluster" -> found(words);
            case "put", "delete", "cas", "get" -> List.of(shown(ask(verb, words)));
            case "begin" -> begin(words);
            case "await" -> List.of(await(words.next("a name")));
            case "partition" -> partition(words.groups());
            case "one-way" -> oneWay(words.groups());
            case "heal" -> heal();
            case "pass" -> pass(words.next("a time"));
            case "crash" -> crash(words.next("a node"));
            case "restart" -> restart(words.next("a node"));
            case "pause" -> pause(words.next("a node"), words.next("a time"));
            case "drift" -> drift(words.next("a node"), words.next("millionths"));
            case "elect" -> elect(words.next("a node"));
            case "transfer" -> List.of(shown(transfer(words.next("a node"))));
            case "add-member" -> change(List.of(addVoter(words.next("a node"))));
            case "add-learner" -> change(List.of(addLearner(words.next("a node"))));
            case "remove-member" -> change(List.of(remove(words.next("a node"))));
            case "replace-member" ->
                    change(List.of(remove(words.next("a node")), addVoter(words.next("a node"))));
            case "leader" -> List.of(leader().map(n -> n + " leads").orElse("nobody leads"));
            case "members" -> List.of(descriptor().configuration().toString(), where());
            case "status" -> status();
            case "agree" -> agree();
            default -> throw new IllegalArgumentException("no verb '" + verb + "'");
        };
    }

    // Founding

    private List<String> found(Words words) {
        int nodes = Integer.parseInt(words.next("a number of nodes"));
        long seed = words.number("seed", 1);
        int replicas = words.number("replicas", Math.min(3, nodes));
        WorldOptions options =
                new WorldOptions(
                        seed,
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
        set = new Set(world, witness, nodes);
        for (int place = 1; place <= nodes; place++) world.settleNode(place, "n" + place);
        for (int place = 0; place <= nodes; place++)
            clients.put(place == 0 ? "" : "n" + place, client(place, nodes));
        Outcome made =
                await(
                        "",
                        new TableId(1),
                        ShardId.NONE,
                        Consistency.LINEARIZABLE,
                        new Administer.CreateTable("kv", policy(replicas)),
                        Duration.ofSeconds(30));
        boolean led = world.passUntil(() -> leader().isPresent(), 30 * SECOND);
        return List.of(
                made instanceof Outcome.Done && led
                        ? nodes + " nodes, table kv on " + where()
                        : "no table: " + shown(made));
    }

    private SimClient client(int place, int nodes) {
        List<NodeId> contacts = new ArrayList<>();
        if (place > 0) contacts.add(new NodeId(place));
        for (int i = 1; place == 0 && i <= nodes; i++) contacts.add(new NodeId(i));
        return new SimClient(
                world(),
                nodes + 1 + place,
                place + 1L,
                contacts,
                new Randomness(place),
                ClientOptions.DEFAULT);
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

    private static TablePolicy policy(int replicas) {
        return new TablePolicy(
                "raft",
                replicas,
                1,
                Partitioning.HASH,
                TablePolicy.DEFAULT.versionAge(),
                Consistency.LINEARIZABLE,
                Optional.empty());
    }

    // Asking

    private Outcome ask(String verb, Words words) {
        String at = words.after("at").orElse("");
        Duration patience =
                words.after("for").map(t -> Duration.ofNanos(Words.nanos(t))).orElse(USUAL);
        Ask ask = asked(verb, words);
        Consistency level =
                words.isEmpty() ? Consistency.LINEARIZABLE : level(words.next("a level"));
        return await(at, table(), ShardId.NONE, level, ask, patience);
    }

    private static Ask asked(String verb, Words words) {
        Bytes key = Bytes.utf8(words.next("a key"));
        return switch (verb) {
            case "put" ->
                    command(List.of(), new Mutation.Put(key, Bytes.utf8(words.next("a value"))));
            case "delete" -> command(List.of(), new Mutation.Delete(key));
            case "cas" ->
                    command(
                            List.of(expectation(key, words.next("what is expected"))),
                            new Mutation.Put(key, Bytes.utf8(words.next("a value"))));
            default -> new Query.Get(List.of(key));
        };
    }

    private static Condition expectation(Bytes key, String value) {
        return value.equals("-")
                ? new Condition.Absent(key)
                : new Condition.ValueIs(key, Bytes.utf8(value));
    }

    private static Command command(List<Condition> conditions, Mutation mutation) {
        return new Command.Operation(UNTAGGED, conditions, List.of(mutation));
    }

    private static Consistency level(String word) {
        return switch (word) {
            case "linearizable" -> Consistency.LINEARIZABLE;
            case "causal" -> Consistency.CAUSAL;
            case "read_your_writes" -> Consistency.READ_YOUR_WRITES;
            case "monotonic_reads" -> Consistency.MONOTONIC_READS;
            case "eventual" -> Consistency.EVENTUAL;
            default -> {
                if (!word.startsWith("bounded(") || !word.endsWith(")"))
                    throw new IllegalArgumentException("no level '" + word + "'");
                String bound = word.substring("bounded(".length(), word.length() - 1);
                yield new Consistency.Bounded(Duration.ofNanos(Words.nanos(bound)));
            }
        };
    }

    private List<String> begin(Words words) {
        String name = words.next("a name");
        String verb = words.next("a verb");
        String at = words.after("at").orElse("");
        Duration patience =
                words.after("for").map(t -> Duration.ofNanos(Words.nanos(t))).orElse(USUAL);
        Ask ask = asked(verb, words);
        begun.put(name, Optional.empty());
        clientAt(at)
                .submit(
                        table(),
                        ShardId.NONE,
                        Consistency.LINEARIZABLE,
                        ask,
                        patience,
                        outcome -> begun.put(name, Optional.of(outcome)));
        return List.of();
    }

    private String await(String name) {
        if (!begun.containsKey(name))
            throw new IllegalArgumentException("nothing begun as " + name);
        world().passUntil(() -> outcome(name).isPresent(), 60 * SECOND);
        return outcome(name).map(Stage::shown).orElse("still waiting");
    }

    private Optional<Outcome> outcome(String name) {
        return begun.getOrDefault(name, Optional.empty());
    }

    private Outcome await(
            String at,
            TableId table,
            ShardId shard,
            Consistency level,
            Ask ask,
            Duration patience) {
        List<Outcome> answer = new ArrayList<>();
        clientAt(at).submit(table, shard, level, ask, patience, answer::add);
        world().passUntil(() -> !answer.isEmpty(), patience.toNanos() + 60 * SECOND);
        return answer.isEmpty() ? new Outcome.Unknown("no answer") : answer.getFirst();
    }

    private SimClient clientAt(String node) {
        SimClient client = clients.get(node);
        if (client == null) throw new IllegalArgumentException("no node '" + node + "'");
        return client;
    }

    private static String shown(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done ->
                    switch (done.result()) {
                        case Result.Written _ -> "ok";
                        case Result.ConditionFailed(var key, var actual) ->
                                "mismatch: " + (actual.isEmpty() ? "-" : actual.getFirst().value());
                        case Result.Rows(var rows, var more) ->
                                rows.isEmpty() ? "-" : rows.getFirst().value().toString();
                        case Result.Administered _ -> "done";
                    };
            case Outcome.Refused refused -> "refused " + refused.code();
            case Outcome.Redirected to -> "redirected to " + to.leader();
            case Outcome.Unknown _ -> "unknown";
        };
    }

    // The network and the fate of nodes

    private List<Integer> places(List<String> names) {
        List<Integer> places = new ArrayList<>();
        for (String name : names) {
            if (name.equals("client")) {
                for (int i = 0; i <= set().nodes; i++) places.add(set().nodes + 1 + i);
            } else {
                places.add(node(name).place());
            }
        }
        return places;
    }

    private List<String> partition(List<List<String>> groups) {
        for (int one = 0; one < groups.size(); one++) {
            for (int other = 0; other < groups.size(); other++) {
                if (one != other) cut(places(groups.get(one)), places(groups.get(other)));
            }
        }
        return List.of();
    }

    private List<String> oneWay(List<List<String>> groups) {
        if (groups.size() != 2) throw new IllegalArgumentException("one-way takes two groups");
        cut(places(groups.get(0)), places(groups.get(1)));
        return List.of();
    }

    private void cut(List<Integer> from, List<Integer> to) {
        from.forEach(a -> to.forEach(b -> world().network().cut(a, b, FaultKind.PARTITION)));
    }

    private List<String> heal() {
        world().network().heal();
        return List.of();
    }

    private List<String> pass(String time) {
        world().pass(Words.nanos(time));
        return List.of();
    }

    private SimNode node(String name) {
        return world().nodes().stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node '" + name + "'"));
    }

    private List<String> crash(String name) {
        node(name).crash(FaultKind.CRASH, 0, Long.MAX_VALUE);
        return List.of();
    }

    private List<String> restart(String name) {
        node(name).start();
        return List.of();
    }

    private List<String> pause(String name, String time) {
        node(name).pause(0, Words.nanos(time));
        return List.of();
    }

    private List<String> drift(String name, String partsPerMillion) {
        node(name).drift(Long.parseLong(partsPerMillion));
        return List.of();
    }

    // Leadership and members

    private TableId table() {
        return descriptor().table();
    }

    private List<ReplicaStatus> replicas() {
        List<ReplicaStatus> replicas = new ArrayList<>();
        for (SimNode node : world().nodes()) {
            node.status().stream()
                    .flatMap(s -> s.replicas().stream())
                    .filter(r -> r.address().shard().value() > ShardId.SYSTEM.value())
                    .forEach(replicas::add);
        }
        return replicas;
    }

    /// The descriptor of the newest epoch that any replica has applied.
    private ShardDescriptor descriptor() {
        return replicas().stream()
                .map(ReplicaStatus::descriptor)
                .max((a, b) -> Long.compare(a.epoch(), b.epoch()))
                .orElseThrow(() -> new IllegalArgumentException("no replica is up"));
    }

    private Optional<NodeId> leader() {
        return replicas().stream()
                .filter(r -> r.status().role().startsWith("L"))
                .max((a, b) -> Long.compare(a.status().term(), b.status().term()))
                .map(r -> r.address().node());
    }

    private String where() {
        return String.join(
                " ", descriptor().members().stream().map(m -> m.node().toString()).toList());
    }

    private ReplicaId replicaOn(String name) {
        return descriptor()
                .replicaOn(node(name).id())
                .orElseThrow(() -> new IllegalArgumentException("no replica on " + name));
    }

    private List<String> elect(String name) {
        NodeId wanted = node(name).id();
        for (int tries = 0; tries < 10; tries++) {
            if (leader().equals(Optional.of(wanted))) return List.of(name + " leads");
            transfer(name);
            world().passUntil(() -> leader().equals(Optional.of(wanted)), 3 * SECOND);
        }
        return List.of(name + " does not lead");
    }

    private Outcome transfer(String name) {
        return await(
                "",
                table(),
                descriptor().shard(),
                Consistency.LINEARIZABLE,
                new Administer.TransferLeadership(replicaOn(name)),
                USUAL);
    }

    private MemberChange addVoter(String name) {
        return new MemberChange.AddVoter(fresh(name));
    }

    private MemberChange addLearner(String name) {
        return new MemberChange.AddLearner(fresh(name));
    }

    private MemberChange remove(String name) {
        return new MemberChange.Remove(replicaOn(name));
    }

    /// A new replica on the node, or the learner that is there already.
    private Member fresh(String name) {
        NodeId node = node(name).id();
        return new Member(
                descriptor().replicaOn(node).orElseGet(() -> new ReplicaId(++lastReplica)), node);
    }

    private List<String> change(List<MemberChange> changes) {
        ShardDescriptor now = descriptor();
        Outcome outcome =
                await(
                        "",
                        now.table(),
                        now.shard(),
                        Consistency.LINEARIZABLE,
                        new Administer.ChangeMembers(now.epoch(), changes),
                        Duration.ofSeconds(20));
        return List.of(shown(outcome));
    }

    // Looking

    private List<String> status() {
        List<String> lines = new ArrayList<>();
        for (ReplicaStatus replica : replicas()) {
            String behind =
                    leader().isEmpty() ? "" : " behind=" + (commit() - replica.status().applied());
            lines.add(
                    replica.address().node()
                            + " "
                            + replica.status().role()
                            + behind
                            + (replica.failure().isEmpty() ? "" : " stopped"));
        }
        return lines;
    }

    private long commit() {
        return replicas().stream().mapToLong(r -> r.status().commit()).max().orElse(0);
    }

    private List<String> agree() {
        boolean level =
                world().passUntil(
                                () ->
                                        replicas().stream()
                                                .allMatch(r -> r.status().applied() == commit()),
                                20 * SECOND);
        return List.of(level ? "all hold the same" : "not all have caught up");
    }
}
