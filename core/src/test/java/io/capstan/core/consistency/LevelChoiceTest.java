package io.capstan.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Invariant;
import io.capstan.core.random.Randomness;
import io.capstan.core.sample.Samples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelChoiceTest {
    @Test
    void aChoiceNamesItsOwnFallback() {
        LevelChoice choice = parsed("linearizable else bounded(5s) ELSE Eventual");
        assertThat(choice.first()).isEqualTo(Consistency.LINEARIZABLE);
        assertThat(choice.fallbacks())
                .containsExactly(
                        new Consistency.Bounded(Duration.ofSeconds(5)), Consistency.EVENTUAL);
        assertThat(choice).hasToString("linearizable else bounded(5s) else eventual");
    }

    @Test
    void everyLevelIsReadAsItIsPrinted() {
        Samples samples = new Samples(new Randomness(1));
        for (int i = 0; i < 2_000; i++) {
            Consistency level = samples.draw(Consistency.class);
            assertThat(LevelChoice.level(level.toString())).isEqualTo(new Parsed.Value<>(level));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "strong | no level is called 'strong'; levels are linearizable, bounded(5s)",
                "\"\" | no level is called ''",
                "bounded | does not say how stale an answer may be; write bounded(5s)",
                "bounded(5) | '5' is not a duration; write a number and a unit",
                "bounded(-5s) | '-5s' is not a duration",
                "bounded(400d) | allows a year or more; ask for eventual",
                "bounded(999999999999999d) | longer than any duration in use",
                "eventual else | no level is called 'eventual else'",
                "eventual else causal | causal is not weaker than what it stands in for",
                "causal else causal | causal is not weaker than what it stands in for",
                "linearizable else bounded(1s) else bounded(2s) else bounded(3s) else eventual"
                        + " | 5 levels in one choice; the most are 4"
            })
    void aMistakeSaysWhatWouldBeRight(String text, String message) {
        assertThat(LevelChoice.parse(text))
                .isInstanceOfSatisfying(
                        Parsed.Mistake.class,
                        mistake -> assertThat(mistake.message()).contains(message));
    }

    @Test
    void aFallbackHoldsLessAndNeverSomethingElse() {
        assertThat(parsed("bounded(1s) else bounded(5s)").levels()).hasSize(2);
        for (String aside :
                List.of(
                        "causal else bounded(1s)",
                        "bounded(1s) else causal",
                        "read_your_writes else monotonic_reads",
                        "linearizable else linearizable"))
            assertThat(LevelChoice.parse(aside)).isInstanceOf(Parsed.Mistake.class);
        assertThat(LevelChoice.of(List.of())).isInstanceOf(Parsed.Mistake.class);
    }

    @Test
    void aUselessChoiceCannotBeMade() {
        assertThatThrownBy(() -> new LevelChoice(List.of(Consistency.EVENTUAL, Consistency.CAUSAL)))
                .isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> new LevelChoice(List.of())).isInstanceOf(Invariant.Broken.class);
    }

    private static LevelChoice parsed(String text) {
        return switch (LevelChoice.parse(text)) {
            case Parsed.Value<LevelChoice>(LevelChoice choice) -> choice;
            case Parsed.Mistake<LevelChoice>(String message) -> throw new AssertionError(message);
        };
    }
}
