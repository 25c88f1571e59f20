package io.capstan.sim.swarm;

import io.capstan.core.random.Randomness;
import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.fault.FaultSchedule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Draws what goes wrong when, from the swarm's seed.
///
/// Times are drawn, not the state of the cluster: what a fault meets is the run's affair, and
/// whether it may be laid on at that moment is the atlas's.
public final class ScheduleDraw {
    private static final long MILLI = 1_000_000;
    private static final long MICRO = 1_000;

    /// When the first fault may come: the cluster is born and its tables are made.
    private static final long FIRST_MILLIS = 6_000;

    /// At what gaps the cluster is changed.
    private static final long CHANGE_GAP_MILLIS = 2_000;

    private final Swarm swarm;
    private final Randomness random;
    private final List<Fault> faults = new ArrayList<>();

    private ScheduleDraw(Swarm swarm) {
        this.swarm = swarm;
        this.random = new Randomness(swarm.seed()).stream("schedule");
    }

    public static FaultSchedule draw(Swarm swarm) {
        ScheduleDraw draw = new ScheduleDraw(swarm);
        draw.series(
                "faults",
                swarm.faultGapMillis(),
                FaultKind.Group.NETWORK,
                FaultKind.Group.PROCESS,
                FaultKind.Group.DISK,
                FaultKind.Group.CLOCK);
        draw.series("changes", CHANGE_GAP_MILLIS, FaultKind.Group.CHANGE);
        draw.series("aimed", swarm.aimedGapMillis(), FaultKind.Group.AIMED);
        return new FaultSchedule(draw.faults);
    }

    private void series(String name, long gapMillis, FaultKind.Group... groups) {
        List<FaultKind.Group> of = List.of(groups);
        series(
                random.stream(name),
                swarm.kinds().stream().filter(kind -> of.contains(kind.group())).toList(),
                gapMillis);
    }

    private void series(Randomness draw, List<FaultKind> kinds, long gapMillis) {
        if (kinds.isEmpty()) return;
        long at = FIRST_MILLIS + draw.below(gapMillis);
        long end = FIRST_MILLIS + swarm.horizonMillis();
        while (at < end) {
            faults.add(fault(draw, at * MILLI + draw.below(1_000) * MICRO, draw.pick(kinds)));
            at += gapMillis / 4 + draw.below(gapMillis * 3 / 2);
        }
    }

    private Fault fault(Randomness draw, long at, FaultKind kind) {
        return switch (kind) {
            case DROP -> some(draw, at, kind, lasting(draw, 200, 4_000), draw.between(50, 400));
            case DUPLICATE ->
                    some(draw, at, kind, lasting(draw, 200, 4_000), draw.between(50, 500));
            case REORDER -> some(draw, at, kind, lasting(draw, 200, 4_000), draw.between(1, 200));
            case DELAY -> some(draw, at, kind, lasting(draw, 200, 3_000), draw.between(5, 400));
            case CLOG -> some(draw, at, kind, lasting(draw, 50, 3_000), 0);
            case REPEAT -> some(draw, at, kind, lasting(draw, 200, 4_000), draw.between(20, 4_000));
            case MUTE -> some(draw, at, kind, lasting(draw, 100, 4_000), 0);
            case CORRUPT -> some(draw, at, kind, lasting(draw, 100, 2_000), draw.between(10, 300));
            case PARTITION, ONE_WAY -> some(draw, at, kind, lasting(draw, 300, 5_000), 0);
            case BRIDGE -> some(draw, at, kind, lasting(draw, 300, 5_000), place(draw));
            case RING -> new Fault(at, kind, circle(draw), lasting(draw, 300, 5_000), 0);
            case PAUSE -> one(draw, at, kind, lasting(draw, 20, 4_000), point(draw));
            case CRASH -> one(draw, at, kind, lasting(draw, 10, 3_000), point(draw));
            case POWER_LOSS -> new Fault(at, kind, List.of(), lasting(draw, 10, 500), 0);
            case WIPE -> one(draw, at, kind, lasting(draw, 100, 2_000), 0);
            case TORN_WRITE -> one(draw, at, kind, lasting(draw, 10, 2_000), point(draw));
            case ROT -> one(draw, at, kind, lasting(draw, 10, 1_000), 1 + draw.below(1_000));
            case SLOW_DISK -> one(draw, at, kind, lasting(draw, 300, 4_000), draw.between(5, 300));
            case STALLED_DISK -> one(draw, at, kind, lasting(draw, 500, 6_000), 0);
            case FULL_DISK -> one(draw, at, kind, lasting(draw, 500, 4_000), 0);
            case FAILED_SYNC -> one(draw, at, kind, lasting(draw, 500, 2_000), 0);
            case STALLED_STORE -> one(draw, at, kind, lasting(draw, 50, 2_000), 0);
            case CLOCK_SKEW, CLOCK_JUMP ->
                    one(
                            draw,
                            at,
                            kind,
                            lasting(draw, 500, 5_000),
                            within(draw, swarm.clockErrorMillis()));
            case CLOCK_DRIFT ->
                    one(
                            draw,
                            at,
                            kind,
                            lasting(draw, 500, 8_000),
                            within(draw, swarm.claimedDriftPpm()));
            case DEPOSE, USURP, ECHO, AMNESIA, RELAPSE ->
                    aimed(draw, at, kind, lasting(draw, 600, 5_000));
            case BESIEGE -> aimed(draw, at, kind, lasting(draw, 800, 4_000));
            case HUNT, AMBUSH -> aimed(draw, at, kind, lasting(draw, 1_000, 8_000));
            case STRAND, SPLIT -> aimed(draw, at, kind, lasting(draw, 1_500, 6_000));
            case FORGET -> aimed(draw, at, kind, lasting(draw, 2_000, 5_000));
            case THROWBACK -> aimed(draw, at, kind, lasting(draw, 2_000, 5_000));
            case TARRY -> aimed(draw, at, kind, lasting(draw, 1_200, 4_000));
            case MEMBERSHIP, TRANSFER -> one(draw, at, kind, 0, draw.below(1_000));
            case CREATE_TABLE -> new Fault(at, kind, List.of(), 0, 0);
        };
    }

    /// Mostly short, at times long.
    private static long lasting(Randomness draw, long least, long most) {
        double skewed = draw.nextDouble() * draw.nextDouble();
        return (least + (long) (skewed * (most - least))) * MILLI;
    }

    /// After how many calls into its ports a node is hit: mostly in the middle of a turn.
    private static long point(Randomness draw) {
        return draw.chance(0.3) ? 0 : 1 + draw.below(24);
    }

    private static long within(Randomness draw, long most) {
        long drawn = draw.between(-most, most);
        return draw.chance(0.5) ? drawn : drawn < 0 ? -most : most;
    }

    private int place(Randomness draw) {
        return 1 + draw.below(swarm.nodes());
    }

    private Fault one(Randomness draw, long at, FaultKind kind, long duration, long parameter) {
        return new Fault(at, kind, List.of(place(draw)), duration, parameter);
    }

    private static Fault aimed(Randomness draw, long at, FaultKind kind, long duration) {
        return new Fault(at, kind, List.of(), duration, 1 + draw.below(1_000_000));
    }

    /// A minority, at times a larger part.
    private Fault some(Randomness draw, long at, FaultKind kind, long duration, long parameter) {
        int minority = Math.max(1, (swarm.nodes() - 1) / 2);
        int most = draw.chance(0.8) ? minority : swarm.nodes() - 1;
        List<Integer> targets = circle(draw).subList(0, 1 + draw.below(most));
        return new Fault(at, kind, targets.stream().sorted().toList(), duration, parameter);
    }

    private List<Integer> circle(Randomness draw) {
        List<Integer> circle = new ArrayList<>();
        for (int place = 1; place <= swarm.nodes(); place++) circle.add(place);
        for (int i = circle.size() - 1; i > 0; i--) Collections.swap(circle, i, draw.below(i + 1));
        return circle;
    }
}
