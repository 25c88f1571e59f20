package io.capstan.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MutantProbeTest {
    @Test
    void healthySourcesAreNotCaught() {
        assertThat(MutantProbe.run("raft", 1, 2, 100, true))
                .isEqualTo("{\"caughtAtSeed\":null,\"law\":null,\"seedsTried\":2,\"why\":\"\"}");
    }

    @Test
    void whatARunThrowsIsCaughtAsADefectAndShown() {
        assertThat(MutantProbe.run("telepathy", 7, 9, 100, false))
                .startsWith("{\"caughtAtSeed\":7,\"law\":\"defect\",\"seedsTried\":1,")
                .contains("IllegalArgumentException: no protocol telepathy");
    }
}
