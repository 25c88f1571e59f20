package io.capstan.verify.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How a partition divides the nodes. The order of the nodes decides who plays which part: the
/// first is the one isolated, the bridge, or in the minority.
public enum Shape {
    /// The first node and the rest do not hear each other.
    ISOLATE,
    /// A minority, the first node in it, and a majority do not hear each other.
    HALVES,
    /// Two halves that hear each other only through the first node.
    BRIDGE,
    /// The nodes stand in a circle; each hears only its neighbours. Among three, where everybody is
    /// a neighbour, each hears only the one before it; of two, the second alone hears the other.
    RING,
    /// Nobody hears the first node; it hears all.
    MUTE,
    /// The first node hears nobody; all hear it.
    DEAF;

    private static final int FEWEST_WITH_DISTANCE = 4;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The directions that are cut among the nodes in this order, at least two of them.
    public List<Cut> cuts(List<Integer> order) {
        List<Integer> first = order.subList(0, 1);
        List<Integer> rest = order.subList(1, order.size());
        return switch (this) {
            case ISOLATE -> apart(first, rest);
            case HALVES -> {
                int minority = Math.max(1, (order.size() - 1) / 2);
                yield apart(order.subList(0, minority), order.subList(minority, order.size()));
            }
            case BRIDGE -> {
                int half = (rest.size() + 1) / 2;
                yield rest.size() < 2
                        ? apart(first, rest)
                        : apart(rest.subList(0, half), rest.subList(half, rest.size()));
            }
            case RING -> order.size() < 3 ? towards(first, rest) : ring(order);
            case MUTE -> towards(first, rest);
            case DEAF -> towards(rest, first);
        };
    }

    private static List<Cut> apart(List<Integer> one, List<Integer> other) {
        List<Cut> cuts = new ArrayList<>(towards(one, other));
        cuts.addAll(towards(other, one));
        return cuts;
    }

    private static List<Cut> towards(List<Integer> from, List<Integer> to) {
        List<Cut> cuts = new ArrayList<>();
        for (int a : from) for (int b : to) cuts.add(new Cut(a, b));
        return cuts;
    }

    private static List<Cut> ring(List<Integer> order) {
        int n = order.size();
        List<Cut> cuts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int ahead = Math.floorMod(j - i, n);
                boolean heard =
                        n < FEWEST_WITH_DISTANCE ? ahead == 1 : ahead == 1 || ahead == n - 1;
                if (i != j && !heard) cuts.add(new Cut(order.get(i), order.get(j)));
            }
        }
        return cuts;
    }
}
