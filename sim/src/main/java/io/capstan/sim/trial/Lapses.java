package io.capstan.sim.trial;

import io.capstan.core.id.ShardId;
import io.capstan.core.random.Randomness;
import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;
import java.util.ArrayList;
import java.util.List;

/// Replicas that are not what the others take them for: a leader that loses what it has not yet
/// written, an heir that comes late.
final class Lapses {
    private static final long MILLI = Strikes.MILLI;

    private final World world;
    private final Operator operator;
    private final Strikes strikes;
    private final Lookout lookout;

    Lapses(World world, Operator operator, Strikes strikes, Lookout lookout) {
        this.world = world;
        this.operator = operator;
        this.strikes = strikes;
        this.lookout = lookout;
    }

    /// What the leader and half of the others have, but the leader not on disk, must not count: the
    /// leader dies, and with those who never heard of it makes another majority.
    void forget(Fault fault) {
        Randomness chance = Aims.chance(fault);
        Roles.serving(world, chance.below(1_000))
                .filter(led -> led.others().size() > 1)
                .ifPresent(led -> {
                    world.feel(fault.kind());
                    List<Integer> helpers = new ArrayList<>(led.others());
                    List<Integer> deaf = new ArrayList<>();
                    while (deaf.size() < led.others().size() / 2)
                        deaf.add(helpers.remove(/* index */ chance.below(helpers.size())));
                    long stall = (100 + chance.below(500)) * MILLI;
                    strikes.cut(deaf.stream().sorted().toList(), stall);
                    led.leader().stallDisk(stall + 100 * MILLI);
                    strikes.storms(2, stall * 2 / 3, chance);
                    long nanos = fault.durationNanos();
                    ShardId shard = led.address().shard();
                    strikes.after(stall, () -> die(shard, led.leader(), helpers, nanos, chance));
                });
    }

    private void die(
            ShardId shard, SimNode leader, List<Integer> helpers, long nanos, Randomness chance) {
        leader.crash(FaultKind.CRASH, 0, (5 + chance.below(40)) * MILLI);
        strikes.cut(helpers, nanos);
        strikes.storms(3, nanos, chance);
        lookout.onceLeads(shard, 0, nanos, heir -> strikes.looks(3, 60 * MILLI, chance));
    }

    /// Told to stand with a complete log, an heir stands when its log is complete no more.
    void tarry(Fault fault) {
        Randomness chance = Aims.chance(fault);
        Roles.serving(world, chance.below(1_000))
                .filter(led -> !led.others().isEmpty())
                .ifPresent(led -> {
                    world.feel(fault.kind());
                    SimNode heir = world.node(chance.pick(led.others()));
                    operator.transfer(led.shard(), heir.id());
                    long nanos = fault.durationNanos();
                    strikes.after(chance.below(6 * MILLI), () -> heir.pause(0, nanos));
                    // The leader waits for an election timeout, and serves again after that.
                    strikes.after(nanos / 2, () -> strikes.storms(2, nanos / 2, chance));
                    lookout.onceLeads(
                            led.address().shard(),
                            led.leader().place(),
                            2 * nanos,
                            any -> strikes.looks(3, 60 * MILLI, chance));
                });
    }
}
