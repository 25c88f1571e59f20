package io.capstan.verify.live;

import io.capstan.client.net.Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// The nodes under test, n1 to nN, each a process; between them the [Wiring].
///
/// All folders and logs lie in the run's folder. Closing kills what still runs.
final class LiveCluster implements AutoCloseable {
    private final Launch launch;
    private final Path folder;
    private final boolean heldDisk;
    private final List<Integer> ports;
    private final List<Integer> adminPorts;
    private final Wiring wiring;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final StatusPage status = new StatusPage();

    /// Starts nothing yet. `heldDisk`: bytes not synced are lost when a node is killed.
    LiveCluster(Launch launch, Path folder, int count, boolean heldDisk) {
        this.launch = launch;
        this.folder = folder;
        this.heldDisk = heldDisk;
        List<Integer> free = FreePorts.some(2 * count);
        ports = free.subList(0, count);
        adminPorts = free.subList(count, 2 * count);
        wiring = new Wiring(ports);
        for (int n = 1; n <= count; n++) nodes.add(new NodeProcess("n" + n, folder));
    }

    int size() {
        return nodes.size();
    }

    Wiring wiring() {
        return wiring;
    }

    NodeProcess node(int number) {
        return nodes.get(number - 1);
    }

    /// Where clients reach the node.
    Address address(int number) {
        return new Address("127.0.0.1", ports.get(number - 1));
    }

    List<Address> addresses() {
        List<Address> all = new ArrayList<>();
        for (int n = 1; n <= size(); n++) all.add(address(n));
        return all;
    }

    /// Starts all and waits until each serves.
    void startAll() throws InterruptedException {
        for (int n = 1; n <= size(); n++) start(n, Clocks.TRUE);
        for (NodeProcess node : nodes) node.awaitReady();
    }

    /// Starts one, without waiting.
    void start(int number, Clocks clocks) {
        node(number).start(launch.with(clocks, options(number)));
    }

    private List<String> options(int number) {
        List<String> options = new ArrayList<>();
        add(options, "--name", node(number).name());
        add(options, "--data", folder.resolve(node(number).name()).toString());
        add(options, "--listen", address(number).toString());
        add(options, "--admin", "127.0.0.1:" + adminPorts.get(number - 1));
        add(
                options,
                "--join",
                addresses().stream().map(Address::toString).collect(Collectors.joining(",")));
        for (int to = 1; to <= size(); to++)
            if (to != number)
                add(options, "--via", address(to) + "=127.0.0.1:" + wiring.port(number, to));
        if (heldDisk) add(options, "--disk", "held");
        return options;
    }

    private static void add(List<String> options, String name, String value) {
        options.add(name);
        options.add(value);
    }

    /// Who leads a table of one shard; where two say that they do, the one of the later term.
    OptionalInt leaderOf(long table) throws InterruptedException {
        int best = 0;
        long term = -1;
        for (int n = 1; n <= size(); n++)
            for (StatusPage.Replica replica : replicas(n).orElse(List.of()))
                if (replica.table() == table && replica.leads() && replica.term() > term) {
                    best = n;
                    term = replica.term();
                }
        return best == 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    /// The node that leads most shards, by what the nodes themselves say; empty where none of those
    /// that answer leads any.
    OptionalInt leader() throws InterruptedException {
        int best = 0;
        long most = 0;
        for (int n = 1; n <= size(); n++) {
            long leads =
                    replicas(n).orElse(List.of()).stream()
                            .filter(StatusPage.Replica::leads)
                            .count();
            if (leads > most) {
                most = leads;
                best = n;
            }
        }
        return best == 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    /// What the node says of its replicas; empty where it is down, stopped or silent.
    Optional<List<StatusPage.Replica>> replicas(int number) throws InterruptedException {
        if (!node(number).isAlive() || node(number).isStopped()) return Optional.empty();
        return status.replicas(adminPorts.get(number - 1));
    }

    @Override
    public void close() {
        try {
            for (NodeProcess node : nodes) node.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wiring.close();
    }
}
