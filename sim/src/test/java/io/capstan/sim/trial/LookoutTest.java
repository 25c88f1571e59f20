package io.capstan.sim.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Address;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.node.host.HostObserver;
import io.capstan.sim.network.Weather;
import io.capstan.sim.world.Spectator;
import io.capstan.sim.world.World;
import io.capstan.sim.world.WorldOptions;
import io.capstan.storage.log.LogOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private static final long SECOND = 1_000_000_000L;
    private static final ShardId SHARD = new ShardId(7);

    private final World world = world();
    private final List<Integer> seen = new ArrayList<>();
    private boolean stopped;
    private final Lookout lookout = new Lookout(world, () -> stopped);

    private static World world() {
        LogOptions log = new LogOptions(1 << 20, 8, 16_384, 1 << 20, 1 << 20, 16L << 20);
        WorldOptions options =
                new WorldOptions(
                        1,
                        3,
                        0,
                        Weather.FAIR,
                        ReplicationOptions.DEFAULT,
                        1 << 20,
                        Duration.ofMillis(1_500),
                        log,
                        250);
        World world = new World(options, new Nobody());
        for (int place = 1; place <= 3; place++) world.settleNode(place, "n" + place);
        return world;
    }

    private static final class Nobody implements Spectator {
        @Override
        public HostObserver observer(int place) {
            return HostObserver.NONE;
        }

        @Override
        public void delivered(int fromPlace, int toPlace, NodeId from, Bytes frame) {}

        @Override
        public void happened(int place, String what) {}
    }

    private Address replica(int place, ShardId shard) {
        return new Address(world.node(place).id(), shard, new ReplicaId(place));
    }

    @Test
    void aDeedIsDoneOnceForTheFirstWhoIsMeant() {
        lookout.onceStands(SHARD, 1, SECOND, node -> seen.add(node.place()));
        lookout.stands(replica(1, SHARD));
        lookout.stands(replica(2, new ShardId(8)));
        lookout.leads(replica(2, SHARD));
        assertThat(seen).isEmpty();
        lookout.stands(replica(2, SHARD));
        lookout.stands(replica(3, SHARD));
        assertThat(seen).containsExactly(2);
    }

    @Test
    void aDeedMayWaitForOnePlaceToApply() {
        lookout.onceApplies(SHARD, 2, SECOND, node -> seen.add(node.place()));
        lookout.applies(replica(1, SHARD));
        lookout.applies(replica(2, SHARD));
        lookout.applies(replica(2, SHARD));
        assertThat(seen).containsExactly(2);
    }

    @Test
    void aDeedThatIsDoneMayWaitAnew() {
        lookout.onceLeads(
                SHARD,
                0,
                SECOND,
                first ->
                        lookout.onceLeads(
                                SHARD, first.place(), SECOND, next -> seen.add(next.place())));
        lookout.leads(replica(2, SHARD));
        lookout.leads(replica(2, SHARD));
        lookout.leads(replica(3, SHARD));
        assertThat(seen).containsExactly(3);
    }

    @Test
    void nothingIsDoneTooLateOrAfterTheEnd() {
        lookout.onceLeads(SHARD, 0, SECOND, node -> seen.add(node.place()));
        world.pass(2 * SECOND);
        lookout.leads(replica(1, SHARD));
        lookout.onceLeads(SHARD, 0, SECOND, node -> seen.add(node.place()));
        stopped = true;
        lookout.leads(replica(1, SHARD));
        assertThat(seen).isEmpty();
    }

    @Test
    void whoIsHeldUpGoesOnWhenTold() {
        world.nodes().forEach(node -> node.pause(0, 60 * SECOND));
        world.pass(5 * SECOND);
        assertThat(Roles.led(world, 0)).isEmpty();
        world.nodes().forEach(node -> node.goOn());
        world.pass(5 * SECOND);
        assertThat(Roles.led(world, 0)).isPresent();
    }
}
