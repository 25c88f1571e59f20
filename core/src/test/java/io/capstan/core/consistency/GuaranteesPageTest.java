package io.capstan.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/guarantees.md` says what the code says.
class GuaranteesPageTest {
    private static final Pattern CARD =
            Pattern.compile("```policy\\n(.*?)\\n```\\s+```card\\n(.*?)\\n```", Pattern.DOTALL);

    private final String page;

    GuaranteesPageTest() throws IOException {
        page =
                Files.readString(
                        Path.of(System.getProperty("basedir", "."), "../docs/guarantees.md"));
    }

    @Test
    void everyCardIsTheOneThatIsPrinted() {
        List<String> shown = new ArrayList<>();
        List<String> printed = new ArrayList<>();
        CARD.matcher(page)
                .results()
                .forEach(card -> {
                    shown.add(card.group(2));
                    printed.add(print(card.group(1)));
                });
        assertThat(shown).hasSizeGreaterThan(2).isEqualTo(printed);
    }

    @Test
    void everyLevelAndOptionIsNamed() {
        for (Consistency level :
                List.of(
                        Consistency.LINEARIZABLE,
                        new Consistency.Bounded(Duration.ofSeconds(5)),
                        Consistency.CAUSAL,
                        Consistency.READ_YOUR_WRITES,
                        Consistency.MONOTONIC_READS,
                        Consistency.EVENTUAL))
            assertThat(page).contains("| `" + level + "` | " + level.promise() + " |");
        TablePolicy usual = TablePolicy.DEFAULT;
        TablePolicy full =
                new TablePolicy(
                        usual.replication(),
                        usual.replicas(),
                        usual.shards(),
                        usual.partitioning(),
                        usual.versionAge(),
                        usual.consistency(),
                        Optional.of(Consistency.EVENTUAL));
        for (String option : PolicyOptions.print(full).keySet())
            assertThat(page).contains("| `" + option + "` |");
    }

    /// The card of a line such as `carts replicas=3`.
    private static String print(String line) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        TreeMap<String, String> options = new TreeMap<>();
        for (String option : words.subList(1, words.size())) {
            int sign = option.indexOf('=');
            options.put(option.substring(0, sign), option.substring(sign + 1));
        }
        if (PolicyOptions.read(options) instanceof PolicyVerdict.Accepted accepted
                && Guarantees.of(accepted.policy()) instanceof Parsed.Value<Guarantees> derived)
            return GuaranteeCard.print(words.getFirst(), derived.value());
        return "refused: " + line;
    }
}
