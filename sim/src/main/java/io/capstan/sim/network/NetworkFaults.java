package io.capstan.sim.network;

import io.capstan.sim.clock.TrueTime;
import io.capstan.sim.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/// Lays the network's faults on links and takes them off again.
///
/// Partitions cut nodes from nodes; clients still reach both sides, because a deposed leader with
/// clients attached is what must be watched.
public final class NetworkFaults {
    private static final double PER_MILLE = 1e-3;
    private static final long MILLI = 1_000_000;

    private final SimNetwork network;
    private final TrueTime time;
    private final int nodes;
    private final int places;

    /// Places 1 to `nodes` are nodes, the others up to `places` clients.
    public NetworkFaults(SimNetwork network, TrueTime time, int nodes, int places) {
        this.network = network;
        this.time = time;
        this.nodes = nodes;
        this.places = places;
    }

    /// Begins a fault of the network; running the result ends it.
    public Runnable begin(Fault fault) {
        double chance = fault.parameter() * PER_MILLE;
        long millis = fault.parameter() * MILLI;
        return switch (fault.kind()) {
            case DROP ->
                    onLinks(around(fault), l -> l.extraDrop += chance, l -> l.extraDrop -= chance);
            case DUPLICATE ->
                    onLinks(
                            around(fault),
                            l -> l.extraDuplicate += chance,
                            l -> l.extraDuplicate -= chance);
            case REORDER ->
                    onLinks(
                            around(fault),
                            l -> l.jitterNanos += millis,
                            l -> l.jitterNanos -= millis);
            case DELAY ->
                    onLinks(
                            around(fault),
                            l -> l.extraDelayNanos += millis,
                            l -> l.extraDelayNanos -= millis);
            case CLOG -> clog(fault);
            case CORRUPT -> corrupt(fault, chance);
            case PARTITION -> cut(fault, (a, b) -> in(fault, a) != in(fault, b));
            case ONE_WAY -> cut(fault, (a, b) -> in(fault, a) && !in(fault, b));
            case BRIDGE ->
                    cut(
                            fault,
                            (a, b) ->
                                    a != fault.parameter()
                                            && b != fault.parameter()
                                            && in(fault, a) != in(fault, b));
            case REPEAT ->
                    onLinks(
                            around(fault),
                            l -> l.repeatNanos += millis,
                            l -> l.repeatNanos -= millis);
            case MUTE -> onLinks(toClients(fault), l -> l.cut(fault.kind()), Link::mend);
            case RING -> cut(fault, (a, b) -> !neighbours(fault.targets(), a, b));
            case PAUSE,
                    CRASH,
                    POWER_LOSS,
                    WIPE,
                    TORN_WRITE,
                    ROT,
                    SLOW_DISK,
                    STALLED_DISK,
                    FULL_DISK,
                    FAILED_SYNC,
                    STALLED_STORE,
                    CLOCK_SKEW,
                    CLOCK_DRIFT,
                    CLOCK_JUMP,
                    DEPOSE,
                    ECHO,
                    AMNESIA,
                    RELAPSE,
                    BESIEGE,
                    USURP,
                    HUNT,
                    AMBUSH,
                    STRAND,
                    SPLIT,
                    FORGET,
                    TARRY,
                    THROWBACK,
                    MEMBERSHIP,
                    TRANSFER,
                    CREATE_TABLE ->
                    throw new IllegalArgumentException(fault.kind() + " is none of the network");
        };
    }

    private Runnable clog(Fault fault) {
        long until = time.nanos() + fault.durationNanos();
        return onLinks(
                around(fault),
                l -> l.clogUntil = Math.max(l.clogUntil, until),
                l -> {
                    if (l.clogUntil <= until) l.clogUntil = 0;
                });
    }

    private Runnable corrupt(Fault fault, double chance) {
        fault.targets().forEach(place -> network.corrupt(place, chance));
        return () -> fault.targets().forEach(place -> network.corrupt(place, -chance));
    }

    private Runnable cut(Fault fault, BiPredicate<Integer, Integer> cuts) {
        List<Link> links = new ArrayList<>();
        for (int a = 1; a <= nodes; a++) {
            for (int b = 1; b <= nodes; b++) {
                if (a != b && cuts.test(a, b)) links.add(network.link(a, b));
            }
        }
        return onLinks(links, l -> l.cut(fault.kind()), Link::mend);
    }

    /// The links from and to the targets, those of clients included.
    private List<Link> around(Fault fault) {
        List<Link> links = new ArrayList<>();
        for (int a = 1; a <= places; a++) {
            for (int b = 1; b <= places; b++) {
                if (a != b && (in(fault, a) || in(fault, b))) links.add(network.link(a, b));
            }
        }
        return links;
    }

    private List<Link> toClients(Fault fault) {
        List<Link> links = new ArrayList<>();
        for (int from : fault.targets()) {
            for (int client = nodes + 1; client <= places; client++)
                links.add(network.link(from, client));
        }
        return links;
    }

    private static Runnable onLinks(List<Link> links, Consumer<Link> begin, Consumer<Link> end) {
        links.forEach(begin);
        return () -> links.forEach(end);
    }

    private static boolean in(Fault fault, int place) {
        return fault.targets().contains(place);
    }

    private static boolean neighbours(List<Integer> circle, int a, int b) {
        int i = circle.indexOf(a);
        int j = circle.indexOf(b);
        if (i < 0 || j < 0) return false;
        int apart = Math.floorMod(i - j, circle.size());
        return apart == 1 || apart == circle.size() - 1;
    }
}
