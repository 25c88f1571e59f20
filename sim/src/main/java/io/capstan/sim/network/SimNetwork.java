package io.capstan.sim.network;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.id.NodeId;
import io.capstan.core.random.Randomness;
import io.capstan.sim.clock.TrueTime;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.fault.FeltFaults;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Carries frames between places (nodes and clients) and does to them what weather and faults say.
///
/// It never looks into a frame. Each link draws from a stream of its own, so that one frame more on
/// one link shifts nothing on another. Frames overtake one another freely; priorities make no
/// difference here, since no frame waits for another.
public final class SimNetwork {
    private static final long MILLI = 1_000_000;
    private static final long LOCAL_NANOS = 1_000;

    private final TrueTime time;
    private final Weather weather;
    private final Randomness random;
    private final FeltFaults felt;
    private final Delivery delivery;
    private final Map<NodeId, Integer> places = new TreeMap<>();
    private final @Nullable Link[][] links;
    private final double[] corruption;

    /// How often each place was settled.
    private final long[] lives;

    private boolean healed;
    private long sent;
    private long lost;

    /// `maxPlaces`: places are numbered from 1 to this.
    public SimNetwork(
            TrueTime time,
            Weather weather,
            Randomness random,
            int maxPlaces,
            FeltFaults felt,
            Delivery delivery) {
        this.time = time;
        this.weather = weather;
        this.random = random;
        this.felt = felt;
        this.delivery = delivery;
        this.links = new Link[maxPlaces + 1][maxPlaces + 1];
        this.corruption = new double[maxPlaces + 1];
        this.lives = new long[maxPlaces + 1];
    }

    /// The node or client `id` begins a life at this place; whoever lived there before is no longer
    /// reached.
    public void settle(NodeId id, int place) {
        Invariant.check(place > 0 && place < links.length, "place %s of %s", place, links.length);
        places.values().removeIf(p -> p == place);
        places.put(id, place);
        lives[place]++;
    }

    public void send(int fromPlace, NodeId from, NodeId to, Bytes frame) {
        Integer toPlace = places.get(to);
        sent++;
        if (toPlace == null) {
            lost++;
            return;
        }
        Link link = link(fromPlace, toPlace);
        long now = time.nanos();
        if (fromPlace != toPlace && swallows(link)) return;
        Bytes carried = fromPlace == toPlace ? frame : corrupted(link, fromPlace, frame);
        Crossing crossing = new Crossing(fromPlace, toPlace, from, to, carried, Crossing.ANY_LIFE);
        if (fromPlace == toPlace) carry(link, now + LOCAL_NANOS, crossing);
        else transmit(link, now, crossing);
    }

    private boolean swallows(Link link) {
        if (link.isCut()) {
            if (link.cutBy() != null) felt.feel(link.cutBy());
            lost++;
            return true;
        }
        double chance = (healed ? 0 : weather.drop()) + link.extraDrop;
        if (chance > 0 && link.random.chance(chance)) {
            felt.feel(FaultKind.DROP);
            lost++;
            return true;
        }
        if (link.inFlight >= Link.MAX_IN_FLIGHT) {
            lost++;
            return true;
        }
        return false;
    }

    private void transmit(Link link, long now, Crossing first) {
        carry(link, arrival(link, now), first);
        Crossing again = again(first);
        double chance = (healed ? 0 : weather.duplicate()) + link.extraDuplicate;
        if (chance > 0 && link.random.chance(chance)) {
            felt.feel(FaultKind.DUPLICATE);
            carry(link, arrival(link, now), again);
        }
        if (link.repeatNanos > 0) {
            felt.feel(FaultKind.REPEAT);
            carry(link, now + link.repeatNanos + link.latency(weather, now), again);
        }
    }

    private Crossing again(Crossing first) {
        return new Crossing(
                first.fromPlace(),
                first.toPlace(),
                first.from(),
                first.to(),
                first.frame(),
                lives[first.toPlace()]);
    }

    private long arrival(Link link, long now) {
        long latency = link.latency(weather, now);
        if (link.extraDelayNanos > 0) {
            felt.feel(FaultKind.DELAY);
            latency += link.extraDelayNanos;
        }
        if (link.jitterNanos > 0) latency += link.random.below(link.jitterNanos);
        long at = now + latency;
        if (at < link.clogUntil) {
            felt.feel(FaultKind.CLOG);
            at = link.clogUntil + latency % MILLI;
        }
        if (at < link.lastArrival && link.jitterNanos > 0) felt.feel(FaultKind.REORDER);
        link.lastArrival = Math.max(link.lastArrival, at);
        return at;
    }

    private Bytes corrupted(Link link, int fromPlace, Bytes frame) {
        double chance = (healed ? 0 : weather.corrupt()) + corruption[fromPlace];
        if (chance == 0 || frame.isEmpty() || !link.random.chance(chance)) return frame;
        felt.feel(FaultKind.CORRUPT);
        byte[] spoilt = frame.toArray();
        int bit = link.random.below(spoilt.length * Byte.SIZE);
        spoilt[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        return Bytes.wrap(spoilt);
    }

    private void carry(Link link, long at, Crossing crossing) {
        link.inFlight++;
        delivery.carry(at, crossing);
    }

    /// A frame that was carried comes to its end. Whether whom it was sent to still lives there and
    /// may hear it.
    public boolean arrives(Crossing crossing) {
        int place = crossing.toPlace();
        link(crossing.fromPlace(), place).inFlight--;
        boolean ofThisLife =
                crossing.life() == Crossing.ANY_LIFE || crossing.life() == lives[place];
        return ofThisLife && livesAt(crossing.to(), place);
    }

    /// Whether `to` still lives at this place.
    boolean livesAt(NodeId to, int place) {
        Integer found = places.get(to);
        return found != null && found == place;
    }

    Link link(int from, int to) {
        Link link = links[from][to];
        if (link == null) {
            link = new Link(random.stream(from + ">" + to));
            links[from][to] = link;
        }
        return link;
    }

    /// Cuts one direction between two places, until [#heal].
    public void cut(int from, int to, FaultKind by) {
        link(from, to).cut(by);
    }

    /// What is sent from one place to another from now on arrives at `untilNanos` at the earliest.
    public void holdBack(int from, int to, long untilNanos) {
        Link link = link(from, to);
        link.clogUntil = Math.max(link.clogUntil, untilNanos);
    }

    void corrupt(int place, double chance) {
        corruption[place] += chance;
    }

    /// All faults end, and the weather becomes one that loses and spoils nothing.
    public void heal() {
        healed = true;
        for (@Nullable Link[] row : links) {
            for (Link link : row) {
                if (link != null) link.wellAgain();
            }
        }
        java.util.Arrays.fill(corruption, 0);
    }

    /// The weather is again what it was before [#heal].
    public void unheal() {
        healed = false;
    }

    public long framesSent() {
        return sent;
    }

    public long framesLost() {
        return lost;
    }
}
