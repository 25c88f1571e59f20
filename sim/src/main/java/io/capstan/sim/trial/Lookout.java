package io.capstan.sim.trial;

import io.capstan.core.actor.Address;
import io.capstan.core.id.ShardId;
import io.capstan.sim.world.SimNode;
import io.capstan.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/// Deeds that wait for somebody to stand, to lead, to apply a command or to install a snapshot, in
/// a shard. They are done at that very moment, before anybody else can have heard of it, and once.
final class Lookout {
    private enum Event {
        STANDS,
        LEADS,
        APPLIES,
        INSTALLS
    }

    private record Wait(
            Event event,
            ShardId shard,
            IntPredicate place,
            long untilNanos,
            int generation,
            Consumer<SimNode> deed) {}

    private final World world;
    private final BooleanSupplier stopped;
    private final List<Wait> waits = new ArrayList<>();

    Lookout(World world, BooleanSupplier stopped) {
        this.world = world;
        this.stopped = stopped;
    }

    /// Once a replica of the shard stands that is in any place but this one.
    void onceStands(ShardId shard, int notPlace, long nanos, Consumer<SimNode> deed) {
        await(Event.STANDS, shard, place -> place != notPlace, nanos, deed);
    }

    /// Once a replica of the shard leads that is in any place but this one.
    void onceLeads(ShardId shard, int notPlace, long nanos, Consumer<SimNode> deed) {
        await(Event.LEADS, shard, place -> place != notPlace, nanos, deed);
    }

    /// Once the replica of the shard in this place applies a command.
    void onceApplies(ShardId shard, int place, long nanos, Consumer<SimNode> deed) {
        await(Event.APPLIES, shard, other -> other == place, nanos, deed);
    }

    /// Once the replica of the shard in this place has installed a snapshot.
    void onceInstalls(ShardId shard, int place, long nanos, Consumer<SimNode> deed) {
        await(Event.INSTALLS, shard, other -> other == place, nanos, deed);
    }

    private void await(
            Event event, ShardId shard, IntPredicate place, long nanos, Consumer<SimNode> deed) {
        waits.removeIf(wait -> wait.untilNanos < world.now());
        waits.add(new Wait(event, shard, place, world.now() + nanos, world.generation(), deed));
    }

    void stands(Address replica) {
        happened(Event.STANDS, replica);
    }

    void leads(Address replica) {
        happened(Event.LEADS, replica);
    }

    void applies(Address replica) {
        happened(Event.APPLIES, replica);
    }

    void installs(Address replica) {
        happened(Event.INSTALLS, replica);
    }

    private void happened(Event event, Address replica) {
        if (waits.isEmpty() || stopped.getAsBoolean()) return;
        world.nodeOf(replica.node())
                .ifPresent(node -> {
                    for (Wait wait : List.copyOf(waits)) {
                        if (isMeant(wait, event, replica, node) && waits.remove(wait))
                            wait.deed.accept(node);
                    }
                });
    }

    private boolean isMeant(Wait wait, Event event, Address replica, SimNode node) {
        return wait.event == event
                && wait.shard.equals(replica.shard())
                && wait.place.test(node.place())
                && wait.untilNanos >= world.now()
                && wait.generation == world.generation();
    }
}
