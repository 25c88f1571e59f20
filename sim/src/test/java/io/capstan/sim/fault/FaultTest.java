package io.capstan.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.sim.swarm.ScheduleDraw;
import io.capstan.sim.swarm.Swarm;
import io.capstan.sim.swarm.SwarmDraw;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultTest {
    private static final List<FaultKind> ALL = List.of(FaultKind.values());

    @Test
    void everyScheduleReadsBackAsItWasWritten() {
        for (long seed = 1; seed <= 50; seed++) {
            FaultSchedule drawn = ScheduleDraw.draw(SwarmDraw.draw(seed, "raft", 1_000, ALL));
            assertThat(FaultSchedule.parse(drawn.toString())).isEqualTo(drawn);
        }
    }

    @Test
    void oneSeedDrawsOneSchedule() {
        Swarm swarm = SwarmDraw.draw(7, "raft", 1_000, ALL);
        assertThat(SwarmDraw.draw(7, "raft", 1_000, ALL)).isEqualTo(swarm);
        assertThat(ScheduleDraw.draw(swarm)).isEqualTo(ScheduleDraw.draw(swarm));
    }

    @Test
    void nothingIsDrawnThatIsNotAllowed() {
        for (long seed = 1; seed <= 50; seed++) {
            Swarm swarm = SwarmDraw.draw(seed, "raft", 1_000, List.of(FaultKind.CRASH));
            assertThat(ScheduleDraw.draw(swarm).faults())
                    .allMatch(fault -> fault.kind() == FaultKind.CRASH);
        }
    }

    @Test
    void clocksStayWithinTheClaims() {
        for (long seed = 1; seed <= 200; seed++) {
            Swarm swarm = SwarmDraw.draw(seed, "raft", 1_000, ALL);
            for (Fault fault : ScheduleDraw.draw(swarm).faults()) {
                if (fault.kind() == FaultKind.CLOCK_DRIFT)
                    assertThat(Math.abs(fault.parameter())).isLessThanOrEqualTo(5_000);
                if (fault.kind() == FaultKind.CLOCK_JUMP || fault.kind() == FaultKind.CLOCK_SKEW)
                    assertThat(Math.abs(fault.parameter())).isLessThanOrEqualTo(250);
            }
        }
    }

    @Test
    void allSeedsTogetherDrawEveryKind() {
        List<FaultKind> drawn =
                java.util.stream.LongStream.rangeClosed(1, 300)
                        .mapToObj(seed -> SwarmDraw.draw(seed, "raft", 1_000, ALL))
                        .flatMap(swarm -> ScheduleDraw.draw(swarm).faults().stream())
                        .map(Fault::kind)
                        .distinct()
                        .toList();
        assertThat(drawn).containsAll(ALL);
    }

    @Test
    void aWrongLineIsRefusedWithAReason() {
        assertThatThrownBy(() -> Fault.parse("1s flood 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("flood");
        assertThatThrownBy(() -> Fault.parse("soon crash 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("soon");
    }
}
