package io.capstan.placement.ring;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.shard.KeyHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A ring of virtual nodes over the 64-bit hash space. A value: the same nodes give the same ring,
/// in whatever order they are named.
///
/// Invariants
/// 1. A point's owners are the first distinct nodes clockwise from it; while there are zones not
///    yet used, a node of a used zone is passed over.
/// 2. A node that comes or goes changes only the owners of points that it takes or leaves: about
///    one in n of them.
///
/// With [#VIRTUAL_NODES] places a node, the standard deviation of a node's share is about 9 % of
/// the share.
///
/// Karger et al., "Consistent Hashing and Random Trees" (1997), section 4; DeCandia et al.,
/// "Dynamo" (2007), section 4.2 and 4.3 (virtual nodes, preference lists).
public final class HashRing {
    /// How many places a node has. Part of where shards are put, not of where they are found: the
    /// shard map is the truth.
    public static final int VIRTUAL_NODES = 128;

    private final SortedMap<NodeId, RingNode> nodes;
    private final List<Place> places;

    private record Place(long token, RingNode node) {}

    private HashRing(SortedMap<NodeId, RingNode> nodes) {
        this.nodes = Collections.unmodifiableSortedMap(nodes);
        List<Place> all = new ArrayList<>(nodes.size() * VIRTUAL_NODES);
        for (RingNode node : nodes.values())
            for (int i = 0; i < VIRTUAL_NODES; i++) all.add(new Place(token(node.node(), i), node));
        all.sort(
                Comparator.comparingLong((Place place) -> place.token() ^ Long.MIN_VALUE)
                        .thenComparing(place -> place.node().node()));
        places = List.copyOf(all);
    }

    /// A ring of these nodes; of two with one id the later counts.
    public static HashRing of(Collection<RingNode> nodes) {
        SortedMap<NodeId, RingNode> byId = new TreeMap<>();
        for (RingNode node : nodes) byId.put(node.node(), node);
        return new HashRing(byId);
    }

    public HashRing plus(RingNode node) {
        SortedMap<NodeId, RingNode> more = new TreeMap<>(nodes);
        more.put(node.node(), node);
        return new HashRing(more);
    }

    public HashRing minus(NodeId node) {
        SortedMap<NodeId, RingNode> fewer = new TreeMap<>(nodes);
        fewer.remove(node);
        return new HashRing(fewer);
    }

    public int size() {
        return nodes.size();
    }

    /// Where a shard lies on the ring: the hash of its id, so that shards of many tables spread
    /// although all tables cut the hash space alike.
    public static long pointOf(ShardId shard) {
        return KeyHash.of(Bytes.ofLong(shard.value()));
    }

    /// The nodes for `count` copies of the shard, the preferred one first; all nodes where there
    /// are fewer.
    public List<NodeId> owners(ShardId shard, int count) {
        return owners(pointOf(shard), count);
    }

    /// The first `count` nodes clockwise from `point`, over distinct zones as far as there are any.
    public List<NodeId> owners(long point, int count) {
        Invariant.check(count > 0, "%s owners of point %s", count, point);
        int wanted = Math.min(count, nodes.size());
        List<RingNode> chosen = new ArrayList<>(wanted);
        List<RingNode> passedOver = new ArrayList<>();
        TreeSet<NodeId> seen = new TreeSet<>();
        TreeSet<String> zones = new TreeSet<>();
        int first = firstAtOrAfter(point);
        for (int i = 0; i < places.size() && chosen.size() < wanted; i++) {
            RingNode node = places.get((first + i) % places.size()).node();
            if (!seen.add(node.node())) continue;
            if (node.zone().isEmpty() || zones.add(node.zone())) chosen.add(node);
            else passedOver.add(node);
        }
        for (RingNode node : passedOver) {
            if (chosen.size() == wanted) break;
            chosen.add(node);
        }
        return chosen.stream().map(RingNode::node).toList();
    }

    private int firstAtOrAfter(long point) {
        int low = 0;
        int high = places.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(places.get(middle).token(), point) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static long token(NodeId node, int place) {
        return KeyHash.of(Bytes.ofLong(node.value()).concat(Bytes.ofLong(place)));
    }

    @Override
    public String toString() {
        return "ring of " + nodes.keySet();
    }
}
