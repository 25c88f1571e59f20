package io.capstan.verify.live;

import io.capstan.client.ClientOptions;
import io.capstan.client.Finished;
import io.capstan.client.net.Address;
import io.capstan.client.net.CapstanClient;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.TablePolicy;
import io.capstan.core.id.TableId;
import io.capstan.core.request.Outcome;
import io.capstan.core.shard.Partitioning;
import io.capstan.sim.scenario.Wish;
import io.capstan.sim.scenario.Words;
import io.capstan.verify.plan.Cut;
import io.capstan.verify.plan.Manner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Where a live scenario plays: processes with the table `kv` of one shard, and what each command
/// means to them. Clients reach nodes through proxies too, so that they can be cut off.
final class LiveStage implements AutoCloseable {
    private static final String TABLE = "kv";
    private static final Duration CATCH_UP = Duration.ofSeconds(20);
    private static final long LOOK_MILLIS = 100;
    private static final int ELECTIONS = 20;
    private static final long ELECTION_MILLIS = 6_000;

    private final Launch launch;
    private final Path folder;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<String, CapstanClient> sessions = new TreeMap<>();
    private final Map<String, CompletableFuture<Finished>> begun = new TreeMap<>();
    private @Nullable Play play;

    private record Play(LiveCluster cluster, TableId table) {}

    LiveStage(Launch launch, Path folder) {
        this.launch = launch;
        this.folder = folder;
    }

    private Play play() {
        if (play == null) throw new IllegalArgumentException("there is no cluster yet");
        return play;
    }

    private LiveCluster cluster() {
        return play().cluster;
    }

    /// Carries a command out and says what came of it.
    List<String> perform(String command) throws InterruptedException {
        Words words = new Words(command);
        String verb = words.next("a verb");
        return switch (verb) {
            case "cluster" -> List.of(found(words));
            case "put", "delete", "cas", "get" -> List.of(answer(submit(Wish.of(verb, words))));
            case "await" -> List.of(answer(begunAs(words.next("a name"))));
            case "elect" -> List.of(elect(words.next("a node")));
            case "leader" -> List.of(leadership());
            case "agree" -> List.of(agree());
            default -> befall(verb, words);
        };
    }

    private List<String> befall(String verb, Words words) throws InterruptedException {
        switch (verb) {
            case "begin" -> {
                String name = words.next("a name");
                begun.put(name, submit(Wish.of(words.next("a verb"), words)));
            }
            case "partition" -> partition(words.groups());
            case "one-way" -> oneWay(words.groups());
            case "heal" -> cluster().wiring().mendAll();
            case "pass" -> pass(words.time() / 1_000_000);
            case "crash" -> cluster().node(number(words.next("a node"))).kill();
            case "restart" -> restart(number(words.next("a node")));
            case "pause" -> pauseFor(number(words.next("a node")), words.time());
            default -> throw new IllegalArgumentException("no verb '" + verb + "'");
        }
        return List.of();
    }

    private String found(Words words) throws InterruptedException {
        int nodes = Integer.parseInt(words.next("a number of nodes"));
        int replicas = words.number("replicas", Math.min(3, nodes));
        if (replicas < nodes)
            throw new IllegalArgumentException(
                    "of "
                            + nodes
                            + " live nodes nobody knows beforehand which "
                            + replicas
                            + " hold the table; give as many replicas");
        LiveCluster cluster = new LiveCluster(launch, folder, nodes, true);
        play = new Play(cluster, new TableId(0));
        cluster.startAll();
        play = new Play(cluster, Run.table(cluster, TABLE, policy(replicas)));
        return nodes
                + " nodes, table kv on "
                + IntStream.rangeClosed(1, nodes)
                        .mapToObj(n -> "n" + n)
                        .collect(Collectors.joining(" "));
    }

    private static TablePolicy policy(int replicas) {
        TablePolicy usual = TablePolicy.DEFAULT;
        return new TablePolicy(
                usual.replication(),
                replicas,
                1,
                Partitioning.HASH,
                usual.versionAge(),
                Consistency.LINEARIZABLE,
                Optional.empty());
    }

    /// The number in a node's name; 0 for `client`.
    private int number(String name) {
        if (name.equals("client")) return Wiring.CLIENTS;
        for (int n = 1; n <= cluster().size(); n++) if (name.equals("n" + n)) return n;
        throw new IllegalArgumentException("no node '" + name + "'");
    }

    // Asking

    private CompletableFuture<Finished> submit(Wish wish) {
        return session(wish.at(), wish.patience())
                .submit(play().table, wish.level(), wish.ask())
                .toCompletableFuture();
    }

    private CapstanClient session(String at, Duration patience) {
        return sessions.computeIfAbsent(
                at + " " + patience,
                _ -> new CapstanClient(contacts(at), ClientOptions.DEFAULT, patience));
    }

    private List<Address> contacts(String at) {
        List<Address> contacts = new ArrayList<>();
        for (int n = 1; n <= cluster().size(); n++)
            if (at.isEmpty() || at.equals("n" + n))
                contacts.add(new Address("127.0.0.1", cluster().wiring().port(Wiring.CLIENTS, n)));
        if (contacts.isEmpty()) throw new IllegalArgumentException("no node '" + at + "'");
        return contacts;
    }

    private CompletableFuture<Finished> begunAs(String name) {
        CompletableFuture<Finished> promise = begun.get(name);
        if (promise == null) throw new IllegalArgumentException("nothing begun as " + name);
        return promise;
    }

    private static String answer(CompletableFuture<Finished> promise) {
        Outcome outcome = promise.join().outcome();
        return Wish.shown(outcome);
    }

    // What befalls nodes and links

    private void partition(List<List<String>> groups) {
        for (List<String> one : groups)
            for (List<String> other : groups) if (!one.equals(other)) cut(one, other);
    }

    private void oneWay(List<List<String>> groups) {
        if (groups.size() != 2) throw new IllegalArgumentException("one-way takes two groups");
        cut(groups.getFirst(), groups.getLast());
    }

    private void cut(List<String> from, List<String> to) {
        List<Cut> cuts = new ArrayList<>();
        for (String a : from) for (String b : to) cuts.add(new Cut(number(a), number(b)));
        cluster().wiring().set(cuts, new Manner.Silent());
    }

    private void pass(long millis) throws InterruptedException {
        var _ = ended.await(millis, TimeUnit.MILLISECONDS);
    }

    private void restart(int node) throws InterruptedException {
        cluster().start(node, Clocks.TRUE);
        cluster().node(node).awaitReady();
    }

    private void pauseFor(int node, long nanos) {
        NodeProcess process = cluster().node(node);
        process.pause();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        var _ = ended.await(nanos, TimeUnit.NANOSECONDS);
                        process.resume();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    // Leading

    private OptionalInt leader() throws InterruptedException {
        return cluster().leaderOf(play().table.value());
    }

    private String leadership() throws InterruptedException {
        OptionalInt leader = leader();
        return leader.isPresent() ? "n" + leader.getAsInt() + " leads" : "nobody leads";
    }

    /// Holds up whoever else leads until the wanted one does: there is no other hand on an
    /// election.
    private String elect(String name) throws InterruptedException {
        int wanted = number(name);
        for (int tries = 0; tries < ELECTIONS; tries++) {
            OptionalInt leader = awaitLeader(0);
            if (leader.isEmpty()) continue;
            if (leader.getAsInt() == wanted) return name + " leads";
            NodeProcess other = cluster().node(leader.getAsInt());
            other.pause();
            var _ = awaitLeader(leader.getAsInt());
            other.resume();
        }
        return name + " does not lead";
    }

    /// Whoever leads, other than `not`; empty where nobody does for long.
    private OptionalInt awaitLeader(int not) throws InterruptedException {
        for (long waited = 0; waited < ELECTION_MILLIS; waited += LOOK_MILLIS) {
            OptionalInt leader = leader();
            if (leader.isPresent() && leader.getAsInt() != not) return leader;
            pass(LOOK_MILLIS);
        }
        return OptionalInt.empty();
    }

    private String agree() throws InterruptedException {
        long until = System.nanoTime() + CATCH_UP.toNanos();
        while (System.nanoTime() < until) {
            if (allHaveAppliedAll()) return "all hold the same";
            pass(LOOK_MILLIS);
        }
        return "not all have caught up";
    }

    private boolean allHaveAppliedAll() throws InterruptedException {
        List<StatusPage.Replica> all = new ArrayList<>();
        for (int n = 1; n <= cluster().size(); n++) {
            Optional<List<StatusPage.Replica>> replicas = cluster().replicas(n);
            if (cluster().node(n).isAlive() && replicas.isEmpty()) return false;
            replicas.orElse(List.of()).stream()
                    .filter(r -> r.table() == play().table.value())
                    .forEach(all::add);
        }
        long commit = all.stream().mapToLong(StatusPage.Replica::commit).max().orElse(-1);
        return !all.isEmpty() && all.stream().allMatch(r -> r.applied() == commit);
    }

    @Override
    public void close() {
        ended.countDown();
        sessions.values().forEach(CapstanClient::close);
        if (play != null) play.cluster.close();
    }
}
