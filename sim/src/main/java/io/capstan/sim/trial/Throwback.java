package io.capstan.sim.trial;

import io.capstan.core.id.ShardId;
import io.capstan.core.random.Randomness;
import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.world.World;
import java.util.ArrayList;
import java.util.List;

/// A voter that its past comes back to, in four acts: it is kept away until the log no longer
/// reaches back to it; it gets a snapshot; it and the leader alone have what is written then; the
/// snapshot comes a second time, and the leader is cut off. What the voter has acknowledged it must
/// have kept.
final class Throwback {
    private static final long MILLI = Strikes.MILLI;

    /// How long a voter is kept away at most, and how often it is looked whether that is enough.
    private static final long AWAY_NANOS = 4_000 * MILLI;

    private static final long LOOK_NANOS = 120 * MILLI;

    /// Logs that keep more than this are not worth the wait.
    private static final int MOST_RETAINED = 120;

    private final World world;
    private final Strikes strikes;
    private final Lookout lookout;

    /// One voter's way. `enough`: how far the leader must have come. `later`: how much later its
    /// frames come again. `nanos`: how long the leader is cut off in the end.
    private record Away(
            ShardId shard,
            int place,
            long enough,
            long later,
            long nanos,
            Runnable back,
            Randomness chance) {}

    Throwback(World world, Strikes strikes, Lookout lookout) {
        this.world = world;
        this.strikes = strikes;
        this.lookout = lookout;
    }

    void begin(Fault fault) {
        Randomness chance = Aims.chance(fault);
        int retained = world.options().replication().retainedEntries();
        Roles.serving(world, chance.below(1_000))
                .filter(led -> led.others().size() > 1 && retained <= MOST_RETAINED)
                .ifPresent(led -> {
                    int place = chance.pick(led.others());
                    long enough = led.applied() + retained + retained / 4 + 2;
                    long later = (400 + chance.below(1_000)) * MILLI;
                    Runnable back = strikes.cutUntilEnded(List.of(place), AWAY_NANOS);
                    keep(
                            new Away(
                                    led.shard().shard(),
                                    place,
                                    enough,
                                    later,
                                    fault.durationNanos(),
                                    back,
                                    chance),
                            world.now() + AWAY_NANOS);
                });
    }

    private void keep(Away away, long until) {
        boolean enough =
                Roles.leaderOf(world, away.shard)
                        .filter(led -> led.applied() >= away.enough)
                        .isPresent();
        if (enough) {
            comeBack(away);
        } else if (world.now() < until) {
            strikes.storms(1, LOOK_NANOS / 2, away.chance);
            strikes.after(LOOK_NANOS, () -> keep(away, until));
        }
    }

    private void comeBack(Away away) {
        away.back.run();
        strikes.repeat(away.place, away.later, away.later / 2);
        lookout.onceInstalls(away.shard, away.place, away.later, node -> leaveAlone(away));
    }

    /// With the leader, as far as they make a majority with nobody else.
    private void leaveAlone(Away away) {
        Roles.leaderOf(world, away.shard)
                .ifPresent(led -> {
                    world.feel(FaultKind.THROWBACK);
                    List<Integer> deaf = new ArrayList<>(led.others());
                    deaf.removeIf(place -> place == away.place);
                    List<Integer> old = new ArrayList<>(List.of(led.leader().place()));
                    while (old.size() < led.others().size() / 2) old.add(deaf.removeFirst());
                    long again = away.later + 60 * MILLI;
                    strikes.cut(deaf, again);
                    strikes.storms(2, away.later * 3 / 4, away.chance);
                    strikes.after(again, () -> part(away, old));
                });
    }

    private void part(Away away, List<Integer> old) {
        int leader = old.getFirst();
        strikes.cut(old.stream().sorted().toList(), away.nanos);
        lookout.onceLeads(
                away.shard, leader, away.nanos, heir -> strikes.looks(4, 100 * MILLI, away.chance));
        strikes.storms(1, away.nanos, away.chance);
    }
}
