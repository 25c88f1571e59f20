package io.capstan.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.random.Randomness;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"90s, PT1M30S", "250ms, PT0.25S", "10 m, PT10M", "2h, PT2H", "1d, P1D", "0s, PT0S"})
    void aNumberAndAUnitMakeADuration(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(new Parsed.Value<>(duration));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "5 weeks", "1.5s", "99999999999999999999s", "5ss"})
    void anythingElseIsAMistake(String text) {
        assertThat(Durations.parse(text)).isInstanceOf(Parsed.Mistake.class);
    }

    @Test
    void whatIsPrintedIsReadAsTheSame() {
        Randomness random = new Randomness(1);
        for (int i = 0; i < 5_000; i++) {
            Duration duration = Duration.ofNanos(random.nextLong() >>> (12 + random.below(50)));
            assertThat(Durations.parse(Durations.print(duration)))
                    .isEqualTo(new Parsed.Value<>(duration));
        }
    }

    @ParameterizedTest
    @CsvSource({"PT10M, 10m", "PT90S, 90s", "PT0.0015S, 1500us", "P2D, 2d", "PT0S, 0s"})
    void theLargestWholeUnitIsPrinted(Duration duration, String text) {
        assertThat(Durations.print(duration)).isEqualTo(text);
    }
}
