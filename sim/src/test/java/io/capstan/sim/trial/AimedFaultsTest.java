package io.capstan.sim.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.sim.fault.Fault;
import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.fault.FaultSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A fault that is aimed at a role finds it, again and again, and unbroken code stands it.
class AimedFaultsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int NODES = 6;
    private static final int TIMES = 5;

    @ParameterizedTest
    @EnumSource(names = {"STRAND", "SPLIT", "FORGET", "TARRY", "THROWBACK"})
    void anAimedFaultMeetsItsRoleAndBreaksNoLaw(FaultKind kind) {
        Plan plan = quietRun();
        TrialResult result = Trial.run(plan.with(again(kind)));
        assertThat(result.breach()).isEmpty();
        assertThat(result.felt().of(kind)).isPositive();
    }

    /// On more nodes than a shard has replicas, with a short log and without any other fault.
    private static Plan quietRun() {
        return LongStream.rangeClosed(1, 50)
                .mapToObj(seed -> Plan.draw(seed, "raft", 300, List.of(), true))
                .filter(plan -> plan.swarm().nodes() >= NODES)
                .filter(plan -> plan.swarm().options().retainedEntries() < 20)
                .findFirst()
                .orElseThrow();
    }

    private static FaultSchedule again(FaultKind kind) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < TIMES; i++)
            faults.add(new Fault((8 + 5L * i) * SECOND, kind, List.of(), 2 * SECOND, 17L + i));
        return new FaultSchedule(faults);
    }
}
