package io.capstan.sim.swarm;

import io.capstan.core.random.Randomness;
import io.capstan.sim.fault.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs with a theme: a small cluster with one group (and nodes to spare where members change), few
/// keys, readers that hear of every write, and one aimed fault again and again, with little else.
/// What needs several things to meet within milliseconds has so dozens of occasions in one run
/// instead of one in many.
final class Themes {
    /// How many runs have a theme.
    private static final double SHARE = 0.5;

    /// By what factor tiny appends are smaller still where they are wanted.
    static final int TINIER = 8;

    /// How likely each other kind comes along.
    private static final double BESIDE = 0.08;

    private Themes() {}

    /// One of the aimed faults that are allowed, or none.
    static Optional<FaultKind> draw(Randomness draw, List<FaultKind> allowed) {
        List<FaultKind> themes =
                allowed.stream().filter(kind -> kind.group() == FaultKind.Group.AIMED).toList();
        boolean drawn = draw.chance(SHARE);
        return drawn && !themes.isEmpty() ? Optional.of(draw.pick(themes)) : Optional.empty();
    }

    /// Where members come and go there are nodes beside those of the group.
    static int nodes(Randomness draw, FaultKind theme) {
        if (needsRoom(theme)) return (int) draw.between(5, Swarm.MAX_NODES);
        return draw.chance(0.75) ? 3 : 5;
    }

    static List<TablePlan> tables(FaultKind theme, int nodes) {
        return List.of(new TablePlan("t1", 1, needsRoom(theme) ? 3 : nodes));
    }

    /// Whether a leader should be cut off between two of the appends that bring somebody its log.
    /// Elsewhere they would only make a new leader slow, and what must meet would miss.
    static boolean wantsTinyAppends(FaultKind theme) {
        return theme == FaultKind.RELAPSE;
    }

    private static boolean needsRoom(FaultKind theme) {
        return theme == FaultKind.STRAND || theme == FaultKind.SPLIT;
    }

    static Load load(Randomness draw, Load usual, int nodes) {
        return new Load(
                usual.operations(),
                (int) draw.between(4, 8),
                nodes * (int) draw.between(1, 2),
                (int) draw.between(1, 3),
                1,
                0.2 + 0.3 * draw.nextDouble(),
                usual.cas(),
                usual.deletes(),
                usual.weakReads(),
                usual.valueBytes(),
                (int) draw.between(1, 3),
                draw.between(500, 1_500),
                draw.between(2_000, 5_000));
    }

    static List<FaultKind> kinds(Randomness draw, FaultKind theme, List<FaultKind> allowed) {
        List<FaultKind> kinds = new ArrayList<>(List.of(theme));
        for (FaultKind kind : allowed) {
            boolean drawn = draw.chance(BESIDE);
            if (drawn && kind != theme) kinds.add(kind);
        }
        return kinds;
    }
}
