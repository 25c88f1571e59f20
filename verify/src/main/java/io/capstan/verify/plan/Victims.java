package io.capstan.verify.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Whom a fault strikes: the first `count` nodes of `order`. Where `leaderFirst`, whoever leads at
/// that moment moves to the front, which only the live cluster can tell.
///
/// `order` holds every node once, numbered from 1; `count` is at least 1 and at most all of them.
public record Victims(List<Integer> order, boolean leaderFirst, int count) {
    public Victims {
        order = List.copyOf(order);
        if (count < 1 || count > order.size())
            throw new IllegalArgumentException(count + " victims of " + order.size() + " nodes");
    }

    /// Whoever leads at that moment, alone.
    Victims onlyTheLeader() {
        return new Victims(order, true, 1);
    }

    /// All nodes, those struck first in front.
    public List<Integer> ordered(OptionalInt leader) {
        if (!leaderFirst || leader.isEmpty() || !order.contains(leader.getAsInt())) return order;
        List<Integer> moved = new ArrayList<>(order);
        moved.removeIf(node -> node == leader.getAsInt());
        moved.addFirst(leader.getAsInt());
        return moved;
    }

    /// Those struck.
    public List<Integer> struck(OptionalInt leader) {
        return ordered(leader).subList(0, count);
    }

    @Override
    public String toString() {
        if (count == order.size()) return "all";
        String named =
                order.subList(leaderFirst ? 1 : 0, count).stream()
                        .map(n -> "n" + n)
                        .collect(Collectors.joining(" "));
        return leaderFirst ? ("leader " + named).strip() : named;
    }
}
