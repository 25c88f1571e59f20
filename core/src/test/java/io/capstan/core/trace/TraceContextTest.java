package io.capstan.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A trace's id, and spans that nobody has to be told of.
class TraceContextTest {
    private static final TraceContext TRACE = new TraceContext(0x0123L, -2, 0xabcL);

    @Test
    void whatIsPrintedIsReadAsTheSame() {
        assertThat(TRACE.id()).isEqualTo("0000000000000123fffffffffffffffe");
        assertThat(TraceContext.parse(TRACE.id(), TRACE.spanId())).contains(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123",
                "0000000000000123FFFFFFFFFFFFFFFE",
                "0000000000000123fffffffffffffffg",
                "0000000000000123fffffffffffffffe0",
                "00000000000000000000000000000000"
            })
    void whatIsNoIdNamesNoTrace(String text) {
        assertThat(TraceContext.parse(text, "0000000000000001")).isEmpty();
    }

    @Test
    void aSpanWithinAnotherIsDrawnFromItAndThePlace() {
        TraceContext here = TRACE.within(1);

        assertThat(here.id()).isEqualTo(TRACE.id());
        assertThat(here).isEqualTo(TRACE.within(1)).isNotEqualTo(TRACE.within(2));
        assertThat(here.span()).isNotEqualTo(TRACE.span()).isNotZero();
        assertThat(here.within(1)).isNotEqualTo(here);
    }
}
