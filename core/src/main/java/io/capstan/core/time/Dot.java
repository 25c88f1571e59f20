package io.capstan.core.time;

import io.capstan.core.Invariant;
import io.capstan.core.id.NodeId;

/// One event: the `number`-th that its node coordinated, counted from 1 without gaps.
public record Dot(NodeId node, long number) implements Comparable<Dot> {
    public Dot {
        Invariant.check(number > 0, "a dot numbered %s of node %s", number, node.value());
    }

    @Override
    public int compareTo(Dot other) {
        int byNode = node.compareTo(other.node);
        return byNode != 0 ? byNode : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return node + "." + number;
    }
}
