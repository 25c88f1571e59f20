package io.capstan.sim.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.sim.fault.FaultKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ThemesTest {
    private static final List<FaultKind> ALL = List.of(FaultKind.values());

    private static List<Swarm> themed(List<FaultKind> allowed) {
        return LongStream.rangeClosed(1, 200)
                .mapToObj(seed -> SwarmDraw.draw(seed, "raft", 1_000, allowed))
                .filter(swarm -> swarm.load().readers() > 0)
                .toList();
    }

    @Test
    void aThemeIsOneGroupWithReadersAtEachNode() {
        assertThat(themed(ALL))
                .hasSizeBetween(70, 130)
                .allMatch(swarm -> swarm.shards() == 1)
                .allMatch(swarm -> swarm.load().readers() >= swarm.nodes())
                .allMatch(swarm -> swarm.kinds().getFirst().group() == FaultKind.Group.AIMED);
    }

    /// Members can come and go only where a node is free; elsewhere all nodes are of the group.
    @Test
    void thereAreMoreNodesThanReplicasWhereTheThemeChangesMembers() {
        List<FaultKind> changing = List.of(FaultKind.STRAND, FaultKind.SPLIT);
        assertThat(themed(ALL))
                .allMatch(swarm ->
                        swarm.nodes() > swarm.tables().getFirst().replicas()
                                == changing.contains(swarm.kinds().getFirst()));
    }

    @Test
    void everyAimedFaultIsATheme() {
        assertThat(themed(ALL).stream().map(swarm -> swarm.kinds().getFirst()).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(FaultKind.values())
                                .filter(kind -> kind.group() == FaultKind.Group.AIMED)
                                .toList());
    }

    @Test
    void withoutAimedFaultsThereIsNoTheme() {
        assertThat(themed(List.of(FaultKind.CRASH, FaultKind.DROP))).isEmpty();
    }
}
