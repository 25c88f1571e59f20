package io.capstan.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.sim.fault.FaultKind;
import io.capstan.sim.trial.Plan;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ReconciliationTest {
    private static Plan plan(long seed) {
        return Plan.draw(seed, "raft", 150, List.of(FaultKind.values()), true);
    }

    @Test
    void oneSeedIsOneRun() {
        Reconciliation twice = Reconciliation.of(plan(5));
        assertThat(twice.divergence()).isEmpty();
        assertThat(twice.secondHash()).isEqualTo(twice.firstHash());
    }

    @Test
    void anotherSeedIsAnotherRun() {
        assertThat(Campaign.run(plan(5)).result().traceHash())
                .isNotEqualTo(Campaign.run(plan(6)).result().traceHash());
    }
}
