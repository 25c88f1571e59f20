package io.capstan.verify.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.consistency.TablePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Which faults a seed gives.
class ScheduleTest {
    private static final List<FaultKind> ALL = List.of(FaultKind.values());

    private static Schedule drawn(long seed, Duration duration) {
        return Schedule.draw(seed, 3, ALL, duration, Optional.empty());
    }

    @Test
    void theSameSeedGivesTheSameFaults() {
        Duration minute = Duration.ofMinutes(1);
        assertThat(drawn(5, minute)).isEqualTo(drawn(5, minute)).isNotEqualTo(drawn(6, minute));
    }

    @Test
    void everyKindHasItsTurnEvenInTheShortestRun() {
        Duration shortest = Schedule.shortest(ALL, Optional.empty());
        LongStream.range(0, 500)
                .forEach(seed -> {
                    List<Planned> faults = drawn(seed, shortest).faults();
                    assertThat(faults.stream().map(p -> p.fault().kind()))
                            .as("seed %s", seed)
                            .containsAll(ALL);
                });
    }

    @Test
    void faultsOfALaneDoNotOverlapAndAllEndInTime() {
        LongStream.range(0, 200)
                .forEach(seed -> {
                    for (FaultKind.Lane lane : FaultKind.Lane.values()) {
                        long free = Schedule.LEAD_MILLIS;
                        for (Planned planned : drawn(seed, Duration.ofSeconds(40)).faults()) {
                            if (planned.fault().kind().lane() != lane) continue;
                            assertThat(planned.atMillis()).isGreaterThanOrEqualTo(free);
                            free = planned.endMillis();
                        }
                        assertThat(free).isLessThanOrEqualTo(40_000 - Schedule.CALM_MILLIS);
                    }
                });
    }

    @Test
    void overManySeedsEveryShapeAndMannerComes() {
        List<String> words =
                LongStream.range(0, 300)
                        .boxed()
                        .flatMap(seed -> drawn(seed, Duration.ofMinutes(1)).faults().stream())
                        .map(p -> p.fault().words())
                        .toList();
        for (Shape shape : Shape.values())
            assertThat(words).anyMatch(w -> w.startsWith("partition " + shape.word()));
        assertThat(words)
                .anyMatch(w -> w.contains("(silent)"))
                .anyMatch(w -> w.contains("(refusing)"))
                .anyMatch(w -> w.contains("ms late"))
                .anyMatch(w -> w.contains("KiB a second"))
                .anyMatch(w -> w.startsWith("kill -9 leader"))
                .anyMatch(w -> w.equals("kill -9 all"))
                .anyMatch(w -> w.startsWith("power loss all"));
    }

    @Test
    void clocksStayWithinWhatTheClusterPromisesToBear() {
        LongStream.range(0, 300)
                .forEach(seed ->
                        drawn(seed, Duration.ofMinutes(1)).faults().stream()
                                .map(Planned::fault)
                                .filter(f -> f instanceof Fault.Skew)
                                .map(f -> (Fault.Skew) f)
                                .forEach(skew -> {
                                    assertThat(skew.offsetMillis()).isBetween(-250, 250);
                                    assertThat(skew.driftPpm()).isBetween(-10_000, 10_000);
                                }));
    }

    @Test
    void theLeaderIsStruckForAsLongAsAsked() {
        Optional<Duration> asked = Optional.of(Duration.ofSeconds(15));
        List<FaultKind> pauses = List.of(FaultKind.PAUSE);
        assertThat(Schedule.shortest(pauses, asked)).isGreaterThan(Duration.ofSeconds(15));
        List<Planned> faults = Schedule.draw(3, 3, pauses, Duration.ofSeconds(60), asked).faults();
        assertThat(faults.subList(0, faults.size() - 1))
                .hasSizeGreaterThan(1)
                .allSatisfy(planned -> {
                    assertThat(planned.lastsMillis()).isEqualTo(15_000);
                    assertThat(planned.fault().words()).isEqualTo("pause leader");
                });
    }

    @Test
    void noFaultsAreAlsoASchedule() {
        assertThat(
                        Schedule.draw(1, 3, List.of(), Duration.ofSeconds(10), Optional.empty())
                                .faults())
                .isEmpty();
    }

    @Test
    void kindsAreReadByTheirWordsAndAWrongOneIsNamed() {
        assertThat(FaultKind.parse("partition, kill"))
                .containsExactly(FaultKind.KILL, FaultKind.PARTITION);
        assertThat(FaultKind.parse("none")).isEmpty();
        assertThat(FaultKind.parse("all")).hasSize(FaultKind.values().length);
        assertThatThrownBy(() -> FaultKind.parse("kill,flood"))
                .hasMessageContaining("'flood'")
                .hasMessageContaining("partition");
    }

    @Test
    void whatCannotBeIsRefusedWithWhatCan() {
        assertThatThrownBy(() -> settings(3, ALL, Duration.ofSeconds(3)).check())
                .hasMessageContaining("--duration takes 21s");
        assertThatThrownBy(() -> settings(1, ALL, Duration.ofMinutes(1)).check())
                .hasMessageContaining("3 replicas");
        settings(3, ALL, Duration.ofMinutes(1)).check();
    }

    private static Settings settings(int nodes, List<FaultKind> kinds, Duration duration) {
        return new Settings(
                nodes,
                TablePolicy.DEFAULT,
                kinds,
                Optional.empty(),
                duration,
                1,
                8,
                Duration.ofSeconds(30));
    }
}
