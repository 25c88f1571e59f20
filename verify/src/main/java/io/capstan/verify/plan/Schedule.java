package io.capstan.verify.plan;

import io.capstan.core.random.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All faults of a run, by the time at which they begin.
///
/// Invariants
/// 1. It depends on seed, nodes, kinds and duration alone.
/// 2. Every kind asked for strikes at least once ([#shortest] says how long that takes).
/// 3. Faults of one lane do not overlap, and all are over [#CALM_MILLIS] before the end.
public record Schedule(List<Planned> faults) {
    /// The most faults of one run; a longer run repeats no faster but stops at this many.
    public static final int MAX_FAULTS = 2_000;

    /// Undisturbed time at the beginning, so that something worth losing is written.
    static final long LEAD_MILLIS = 1_500;

    /// Undisturbed time before the end of the run.
    static final long CALM_MILLIS = 500;

    /// In the first round, in which every kind has its turn, a fault lasts at most so long.
    private static final long FIRST_MILLIS = 1_500;

    /// The most that passes before a fault of the first round.
    private static final long FIRST_PAUSE_MILLIS = 500;

    /// A cluster whose majority was struck needs so long to start, elect and serve; without it
    /// faults would only ever meet idle nodes.
    private static final long AFTER_MANY_MILLIS = 4_000;

    private static final long AFTER_ONE_MILLIS = 1_200;

    private static final long SHORTEST_MILLIS = 100;

    /// A little below `clock.max_error`.
    private static final int MOST_OFFSET_MILLIS = 240;

    /// A little below `clock.max_drift`.
    private static final int MOST_DRIFT_PPM = 9_900;

    public Schedule {
        faults = List.copyOf(faults);
    }

    /// The shortest run in which each of these kinds has its turn. `leaderFor` as with [#draw].
    public static Duration shortest(List<FaultKind> kinds, Optional<Duration> leaderFor) {
        long longest = 0;
        for (FaultKind.Lane lane : FaultKind.Lane.values()) {
            long turns = 0;
            for (FaultKind kind : of(lane, kinds)) turns += turn(kind, leaderFor);
            longest = Math.max(longest, turns);
        }
        return Duration.ofMillis(LEAD_MILLIS + CALM_MILLIS + longest);
    }

    private static long turn(FaultKind kind, Optional<Duration> leaderFor) {
        long rest = kind == FaultKind.DISK ? AFTER_MANY_MILLIS : AFTER_ONE_MILLIS;
        long lasts = leaderFor.map(Duration::toMillis).orElse(FIRST_MILLIS);
        return FIRST_PAUSE_MILLIS + lasts + rest;
    }

    /// Draws the schedule of a run; `duration` is at least [#shortest].
    ///
    /// `leaderFor`: every fault strikes the leader and lasts so long; empty: both are drawn.
    public static Schedule draw(
            long seed,
            int nodes,
            List<FaultKind> kinds,
            Duration duration,
            Optional<Duration> leaderFor) {
        List<Planned> all = new ArrayList<>();
        for (FaultKind.Lane lane : FaultKind.Lane.values()) {
            Randomness random = new Randomness(seed).stream("nemesis " + lane);
            all.addAll(lane(random, nodes, of(lane, kinds), duration.toMillis(), leaderFor));
        }
        all.sort(Comparator.comparingLong(Planned::atMillis));
        return new Schedule(all.subList(0, Math.min(all.size(), MAX_FAULTS)));
    }

    private static List<FaultKind> of(FaultKind.Lane lane, List<FaultKind> kinds) {
        return kinds.stream().filter(k -> k.lane() == lane).toList();
    }

    private static List<Planned> lane(
            Randomness random,
            int nodes,
            List<FaultKind> kinds,
            long duration,
            Optional<Duration> leaderFor) {
        List<Planned> planned = new ArrayList<>();
        long at = LEAD_MILLIS;
        List<FaultKind> turns = shuffled(random, kinds);
        long end = duration - CALM_MILLIS;
        while (!kinds.isEmpty() && at < end && planned.size() < MAX_FAULTS) {
            boolean first = planned.size() < turns.size();
            FaultKind kind = first ? turns.get(planned.size()) : random.pick(kinds);
            at += random.between(100, first ? FIRST_PAUSE_MILLIS : 2_500);
            Fault fault = fault(random, nodes, kind, first);
            long most = first ? FIRST_MILLIS : end - at;
            long lasts = Math.min(lasting(random, kind), most);
            if (leaderFor.isPresent()) {
                fault = fault.on(fault.victims().onlyTheLeader());
                lasts = Math.min(leaderFor.get().toMillis(), end - at);
            }
            if (lasts < SHORTEST_MILLIS) break;
            planned.add(new Planned(at, lasts, fault));
            at += lasts + (isMany(fault, nodes) ? AFTER_MANY_MILLIS : AFTER_ONE_MILLIS);
        }
        return planned;
    }

    private static boolean isMany(Fault fault, int nodes) {
        return fault.kind().lane() == FaultKind.Lane.PROCESS && 2 * fault.victims().count() > nodes;
    }

    private static <T> List<T> shuffled(Randomness random, List<T> things) {
        List<T> order = new ArrayList<>(things);
        for (int i = order.size() - 1; i > 0; i--) Collections.swap(order, i, random.below(i + 1));
        return order;
    }

    /// Mostly short, at times long.
    private static long lasting(Randomness random, FaultKind kind) {
        double skewed = random.nextDouble() * random.nextDouble();
        return switch (kind) {
            case KILL, RESTART -> 100 + (long) (skewed * 4_000);
            case PAUSE -> 200 + (long) (skewed * 9_000);
            case PARTITION, SLOW -> 400 + (long) (skewed * 9_000);
            case DISK -> 100 + (long) (skewed * 1_500);
            case CLOCK -> 1_500 + (long) (skewed * 6_000);
        };
    }

    private static Fault fault(Randomness random, int nodes, FaultKind kind, boolean first) {
        Victims struck = first ? one(random, nodes) : several(random, nodes);
        return switch (kind) {
            case KILL -> new Fault.Kill(struck);
            case PAUSE -> new Fault.Pause(struck);
            case RESTART -> new Fault.Restart(struck);
            case PARTITION ->
                    new Fault.Partition(
                            one(random, nodes),
                            random.pick(List.of(Shape.values())),
                            random.chance(0.7) ? new Manner.Silent() : new Manner.Refusing());
            case SLOW ->
                    new Fault.Partition(
                            one(random, nodes),
                            random.pick(List.of(Shape.values())),
                            random.chance(0.6)
                                    ? new Manner.Late(20 + random.below(400))
                                    : new Manner.Narrow((4 + random.below(60)) << 10));
            case DISK -> new Fault.PowerLoss(new Victims(order(random, nodes), false, nodes));
            case CLOCK -> skew(random, nodes);
        };
    }

    /// Mostly one, at times a majority or all.
    private static Victims several(Randomness random, int nodes) {
        double draw = random.nextDouble();
        int count = draw < 0.7 ? 1 : draw < 0.85 ? nodes / 2 + 1 : draw < 0.95 ? nodes : 1;
        return new Victims(order(random, nodes), random.chance(0.6), Math.min(count, nodes));
    }

    private static Victims one(Randomness random, int nodes) {
        return new Victims(order(random, nodes), random.chance(0.6), 1);
    }

    private static List<Integer> order(Randomness random, int nodes) {
        List<Integer> order = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) order.add(node);
        return shuffled(random, order);
    }

    /// Within the promise of 250 ms and 1 %, half of the time at its edge.
    private static Fault skew(Randomness random, int nodes) {
        return new Fault.Skew(
                one(random, nodes),
                within(random, MOST_OFFSET_MILLIS),
                within(random, MOST_DRIFT_PPM));
    }

    private static int within(Randomness random, int most) {
        int drawn = (int) random.between(-most, most);
        return random.chance(0.5) ? drawn : drawn < 0 ? -most : most;
    }
}
