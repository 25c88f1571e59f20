package io.capstan.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MutantProbeTest {
    @Test
    void healthySourcesAreNotCaught() {
        assertThat(MutantProbe.run("raft", 1, 2, 100, true))
                .isEqualTo("{\"caughtAtSeed\":null,\"law\":null,\"seedsTried\":2}");
    }
}
