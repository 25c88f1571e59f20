package io.capstan.verify.live;

import io.capstan.verify.plan.Cut;
import io.capstan.verify.plan.Manner;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A proxy between each ordered pair of nodes, and the state of each direction.
///
/// Frames between nodes travel on the connections that their sender dialled, so that a direction
/// and the connections over it are one.
final class Wiring implements AutoCloseable {
    /// The number that stands for all clients: they dial nodes, nobody dials them.
    static final int CLIENTS = 0;

    private final Map<Cut, LinkState> links = byPair();
    private final Map<Cut, Proxy> proxies = byPair();

    private static <T> Map<Cut, T> byPair() {
        return new TreeMap<>(Comparator.comparingInt(Cut::from).thenComparingInt(Cut::to));
    }

    /// `ports`: where the nodes listen, in the order of their numbers from 1.
    Wiring(List<Integer> ports) {
        for (int from = CLIENTS; from <= ports.size(); from++)
            for (int to = CLIENTS; to <= ports.size(); to++)
                if (from != to) links.put(new Cut(from, to), new LinkState());
        links.forEach((pair, there) -> {
            if (pair.to() != CLIENTS) proxies.put(pair, proxy(pair, there, ports));
        });
    }

    private Proxy proxy(Cut pair, LinkState there, List<Integer> ports) {
        return new Proxy(ports.get(pair.to() - 1), there, link(new Cut(pair.to(), pair.from())));
    }

    /// What `from` dials to reach `to`.
    int port(int from, int to) {
        Proxy proxy = proxies.get(new Cut(from, to));
        if (proxy == null) throw new IllegalArgumentException("no way n" + from + " to n" + to);
        return proxy.port();
    }

    private LinkState link(Cut pair) {
        LinkState link = links.get(pair);
        if (link == null) throw new IllegalArgumentException("no link " + pair);
        return link;
    }

    /// These directions are like this from now on.
    void set(List<Cut> directions, Manner manner) {
        for (Cut direction : directions) {
            link(direction).set(Optional.of(manner));
            if (manner instanceof Manner.Refusing) breakConnections(direction);
        }
    }

    private void breakConnections(Cut direction) {
        Proxy proxy = proxies.get(direction);
        if (proxy != null) proxy.breakConnections();
    }

    void mend(List<Cut> directions) {
        for (Cut direction : directions) link(direction).set(Optional.empty());
    }

    void mendAll() {
        mend(List.copyOf(links.keySet()));
    }

    /// Bytes held back so far, over all links.
    long heldBytes() {
        return links.values().stream().mapToLong(LinkState::heldBytes).sum();
    }

    /// Connections refused so far, over all links.
    long refusals() {
        return links.values().stream().mapToLong(LinkState::refusals).sum();
    }

    @Override
    public void close() {
        links.values().forEach(LinkState::close);
        proxies.values().forEach(Proxy::close);
    }
}
