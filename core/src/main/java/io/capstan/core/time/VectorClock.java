package io.capstan.core.time;

import io.capstan.core.Invariant;
import io.capstan.core.id.NodeId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How many events of each node are known: the exact "happened before", as a value.
///
/// A node without an entry counts 0; entries of 0 are not kept, so equal knowledge is an equal
/// value.
///
/// Laws
/// 1. [#covers] is a partial order: reflexive, antisymmetric, transitive.
/// 2. [#merge] is the least upper bound of that order: commutative, associative, idempotent.
/// 3. [#after] of a node gives a clock that covers this one and is not covered by it.
///
/// Fidge, "Timestamps in Message-Passing Systems That Preserve the Partial Ordering" (1988);
/// Mattern, "Virtual Time and Global States of Distributed Systems" (1989).
public record VectorClock(SortedMap<NodeId, Long> counts) {
    public static final VectorClock EMPTY = new VectorClock(new TreeMap<>());

    public VectorClock {
        TreeMap<NodeId, Long> kept = new TreeMap<>(counts);
        kept.values().removeIf(count -> count == 0);
        for (long count : kept.values())
            Invariant.check(count > 0, "a count of %s among %s", count, kept.size());
        counts = Collections.unmodifiableSortedMap(kept);
    }

    /// How two clocks stand to each other.
    public enum Order {
        BEFORE,
        EQUAL,
        AFTER,
        CONCURRENT
    }

    public long of(NodeId node) {
        return counts.getOrDefault(node, 0L);
    }

    /// The clock after one more event of the node.
    public VectorClock after(NodeId node) {
        TreeMap<NodeId, Long> next = new TreeMap<>(counts);
        next.merge(node, 1L, Long::sum);
        return new VectorClock(next);
    }

    /// The clock that also knows the event, and with it all earlier ones of its node.
    public VectorClock with(Dot event) {
        if (of(event.node()) >= event.number()) return this;
        TreeMap<NodeId, Long> next = new TreeMap<>(counts);
        next.put(event.node(), event.number());
        return new VectorClock(next);
    }

    /// What either knows.
    public VectorClock merge(VectorClock other) {
        TreeMap<NodeId, Long> both = new TreeMap<>(counts);
        other.counts.forEach((node, count) -> both.merge(node, count, Math::max));
        return new VectorClock(both);
    }

    /// Whether everything that `other` knows is known here.
    public boolean covers(VectorClock other) {
        for (Map.Entry<NodeId, Long> count : other.counts.entrySet())
            if (of(count.getKey()) < count.getValue()) return false;
        return true;
    }

    public Order order(VectorClock other) {
        boolean here = covers(other);
        boolean there = other.covers(this);
        if (here && there) return Order.EQUAL;
        if (here) return Order.AFTER;
        return there ? Order.BEFORE : Order.CONCURRENT;
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
