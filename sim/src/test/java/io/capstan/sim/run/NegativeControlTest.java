package io.capstan.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.fault.FaultSchedule;
import io.capstan.sim.law.Breach;
import io.capstan.sim.law.Court;
import io.capstan.sim.trial.Plan;
import io.capstan.sim.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Beyond what is claimed the laws must be able to fail: else their silence means nothing.
@Tag("slow")
class NegativeControlTest {
    private static final long SECOND = 1_000_000_000L;

    /// Disks of two of three replicas are lost at once: what only they held is gone.
    @Test
    void aMajorityOfDisksLostIsSeen() {
        List<String> laws = brokenBy(NegativeControlTest::twoDisksLost);
        assertThat(laws).isNotEmpty();
    }

    private static FaultSchedule twoDisksLost(Plan plan) {
        List<Fault> faults = new ArrayList<>();
        for (int place = 1; place <= plan.swarm().nodes() - 1; place++)
            faults.add(new Fault(9 * SECOND, FaultKind.WIPE, List.of(place), SECOND, 0));
        return new FaultSchedule(faults);
    }

    /// Clocks that run at a tenth of their speed make leases last ten times as long as others wait:
    /// a leader that is cut off answers from the past.
    @Test
    void aClockFarBeyondItsBoundLetsALeaseLie() {
        List<String> laws = brokenBy(NegativeControlTest::slowClocksCutOff);
        assertThat(laws).contains(Court.LINEARIZABILITY);
    }

    private static FaultSchedule slowClocksCutOff(Plan plan) {
        List<Fault> faults = new ArrayList<>();
        for (long second = 7; second < 160; second += 40) {
            for (int place = 1; place <= plan.swarm().nodes(); place++) {
                long at = (second + place * 7L) * SECOND;
                List<Integer> alone = List.of(place);
                faults.add(new Fault(at, FaultKind.CLOCK_DRIFT, alone, 6 * SECOND, -900_000));
                faults.add(new Fault(at, FaultKind.PARTITION, alone, 5 * SECOND, 0));
            }
        }
        return new FaultSchedule(faults);
    }

    private interface Beyond {
        FaultSchedule of(Plan plan);
    }

    private static List<String> brokenBy(Beyond beyond) {
        return LongStream.rangeClosed(1, 8)
                .mapToObj(seed -> Plan.draw(seed, "raft", 1_200, List.of(), false))
                .map(plan -> new Plan(plan.seed(), plan.swarm(), beyond.of(plan), false, true))
                .map(plan -> Trial.run(plan).breach().map(Breach::law))
                .flatMap(Optional::stream)
                .toList();
    }
}
