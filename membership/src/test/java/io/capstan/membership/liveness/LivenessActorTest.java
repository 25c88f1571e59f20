package io.capstan.membership.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.actor.Liveness;
import io.capstan.core.id.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivenessActorTest {
    private static final NodeId N1 = new NodeId(1);
    private static final NodeId N2 = new NodeId(2);
    private static final NodeId N3 = new NodeId(3);

    private final Neighbours world = new Neighbours(3);

    @Test
    void whoIsHeardIsAliveAndNothingIsSaidAboutIt() {
        world.run(10_000);
        assertThat(world.opinion(1, 2)).isEqualTo(Liveness.ALIVE);
        assertThat(world.suspicions(1)).isEmpty();
    }

    @Test
    void onePeerGetsOneHeartbeatAnInterval() {
        world.run(10_000);
        assertThat(world.heartbeats(1, 2)).isBetween(99, 101);
    }

    @Test
    void silenceIsSuspectedThenDeadThenForgottenWhenHeardAgain() {
        world.run(1_000);
        world.cut(2, 1);
        world.cut(2, 3);
        world.run(599 - 100);
        assertThat(world.opinion(1, 2)).isEqualTo(Liveness.ALIVE);
        world.run(300);
        assertThat(world.opinion(1, 2)).isEqualTo(Liveness.SUSPECTED);
        world.run(1_500);
        assertThat(world.opinion(1, 2)).isEqualTo(Liveness.DEAD);
        world.heal();
        world.run(200);
        assertThat(world.opinion(1, 2)).isEqualTo(Liveness.ALIVE);
        assertThat(world.suspicions(1))
                .extracting(s -> s.liveness())
                .startsWith(Liveness.SUSPECTED, Liveness.DEAD);
        assertThat(world.suspicions(1).getLast().why()).startsWith("heard again after");
    }

    @Test
    void aPeerIsNeverDeadBeforeItsFullSilence() {
        world.run(1_000);
        long lastHeard = world.millis();
        world.cut(2, 1);
        while (world.opinion(1, 2) != Liveness.DEAD) world.run(1);
        assertThat(world.millis() - lastHeard).isBetween(1_900L, 2_200L);
    }

    @Test
    void aSilenceIsPublishedOnceNotOnceAnInterval() {
        world.run(1_000);
        world.cut(2, 1);
        world.run(10_000);
        assertThat(world.suspicions(1))
                .extracting(s -> s.liveness())
                .containsExactly(Liveness.SUSPECTED, Liveness.DEAD);
    }

    @Test
    void aLinkThatCarriesOneWayMakesBothEndsSuspectButOnlyTheDeafOneBury() {
        world.run(1_000);
        world.cut(1, 2);
        world.run(5_000);
        assertThat(world.opinion(2, 1)).isEqualTo(Liveness.DEAD);
        assertThat(world.opinion(1, 2)).isEqualTo(Liveness.SUSPECTED);
        assertThat(world.suspicions(1).getLast().why()).startsWith("it has heard nothing from us");
        assertThat(world.opinion(1, 3)).isEqualTo(Liveness.ALIVE);
        assertThat(world.opinion(3, 1)).isEqualTo(Liveness.ALIVE);
        world.heal();
        world.run(300);
        assertThat(world.opinion(1, 2)).isEqualTo(Liveness.ALIVE);
        assertThat(world.opinion(2, 1)).isEqualTo(Liveness.ALIVE);
    }

    @Test
    void whoWasAwayHimselfBlamesNobody() {
        world.run(1_000);
        world.pause(1, 10_000);
        world.run(15_000);
        assertThat(world.suspicions(1)).isEmpty();
        assertThat(world.marks(1)).contains(LivenessMark.OWN_PAUSE_FORGIVEN);
        assertThat(world.suspicions(2))
                .extracting(s -> s.liveness())
                .containsExactly(Liveness.SUSPECTED, Liveness.DEAD, Liveness.ALIVE);
    }

    @Test
    void aPauseDoesNotExcuseAPeerThatDiedMeanwhile() {
        world.run(1_000);
        world.pause(1, 1_000);
        world.stop(2);
        world.run(4_000);
        assertThat(world.opinion(1, 2)).isEqualTo(Liveness.DEAD);
    }

    @Test
    void aRestartedPeerIsHeardThoughItCountsFromOneAgain() {
        world.run(3_000);
        world.stop(2);
        world.run(5_000);
        world.restart(2);
        world.run(300);
        assertThat(world.opinion(1, 2)).isEqualTo(Liveness.ALIVE);
        assertThat(world.opinion(2, 1)).isEqualTo(Liveness.ALIVE);
        assertThat(world.suspicions(2)).isEmpty();
        assertThat(world.marks(1)).contains(LivenessMark.PEER_RESTARTED);
    }

    @Test
    void repeatedAndLateHeartbeatsAreNoSignOfLife() {
        world.run(1_000);
        world.stop(2);
        world.repeatLastHeartbeat(2, 1, 50);
        world.run(2_500);
        assertThat(world.opinion(1, 2)).isEqualTo(Liveness.DEAD);
        assertThat(world.marks(1)).contains(LivenessMark.OLD_HEARTBEAT_IGNORED);
    }

    @Test
    void theNewestCatalogIsKnownEvenFromAStranger() {
        world.run(500);
        world.actor(2).catalogVersion(17);
        world.run(500);
        assertThat(world.actor(1).newestCatalogVersion()).isEqualTo(17);
        world.actor(1).peers(List.of(N3));
        world.actor(2).catalogVersion(23);
        world.run(500);
        assertThat(world.actor(1).newestCatalogVersion()).isEqualTo(23);
        assertThat(world.marks(1)).contains(LivenessMark.STRANGER_HEARD);
    }

    @Test
    void aNodeNoLongerNamedIsForgotten() {
        world.run(500);
        world.actor(1).peers(List.of(N1, N3));
        world.run(500);
        assertThat(world.actor(1).opinions()).containsOnlyKeys(N3);
        assertThat(world.actor(1).liveness(N2)).isEqualTo(Liveness.ALIVE);
        int before = world.heartbeats(1, 2);
        world.run(500);
        assertThat(world.heartbeats(1, 2)).isEqualTo(before);
    }

    @Test
    void itsStatusFitsOneLine() {
        world.run(1_000);
        world.stop(3);
        world.run(1_000);
        assertThat(world.actor(1).status().detail()).isEqualTo("n2:alive n3:suspected");
    }
}
