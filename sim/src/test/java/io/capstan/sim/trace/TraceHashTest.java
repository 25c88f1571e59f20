package io.capstan.sim.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceHashTest {
    private static TraceHash filled(TraceHash hash, long odd) {
        for (long i = 0; i < 1_000; i++) hash.add(i, 1, 2, 3, i == 500 ? odd : i);
        return hash;
    }

    @Test
    void theSameHappeningsGiveTheSameHash() {
        assertThat(filled(TraceHash.hashing(), 1).hex())
                .isEqualTo(filled(TraceHash.keeping(), 1).hex())
                .hasSize(64);
    }

    @Test
    void oneOtherHappeningGivesAnotherHashAndIsNamed() {
        TraceHash first = filled(TraceHash.keeping(), 1);
        TraceHash second = filled(TraceHash.comparing(first), 2);
        assertThat(second.hex()).isNotEqualTo(first.hex());
        assertThat(second.divergence().orElseThrow()).startsWith("event 500:");
    }

    @Test
    void aShorterRunParts() {
        TraceHash first = filled(TraceHash.keeping(), 1);
        TraceHash second = TraceHash.comparing(first);
        second.add(0, 1, 2, 3, 0);
        assertThat(second.divergence().orElseThrow()).contains("ended after 1 of 1000");
    }
}
