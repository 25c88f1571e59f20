package io.capstan.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/operations.md` says what a node exports and logs.
class OperationsPageTest {
    private final String page;

    OperationsPageTest() throws IOException {
        page =
                Files.readString(
                        Path.of(System.getProperty("basedir", "."), "../docs/operations.md"));
    }

    private String rows(String beginning) {
        return page.lines()
                .filter(line -> line.startsWith(beginning))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void theTableOfFiguresIsWhatTheCodeExports() {
        assertThat(rows("| `capstan_"))
                .isEqualTo(
                        Arrays.stream(Metric.values())
                                .map(OperationsPageTest::row)
                                .collect(Collectors.joining("\n")));
    }

    @Test
    void theTableOfEventsIsWhatTheCodeLogs() {
        assertThat(rows("| `capstan."))
                .isEqualTo(
                        Arrays.stream(EventKind.values())
                                .map(OperationsPageTest::row)
                                .collect(Collectors.joining("\n")));
    }

    @Test
    void theBoundsAreTheOnesOfTheCode() {
        assertThat(page)
                .contains(
                        "the first " + Told.MOST_SHARDS + " replicas",
                        "the first " + Told.MOST_FOLLOWERS + " pairs",
                        "the first " + Told.MOST_MEMBERS + " nodes",
                        String.format(Locale.ROOT, "%,d", TraceBook.MOST) + " stages",
                        Happenings.MOST_AT_ONCE + " lines");
    }

    @Test
    void theSpansAreTheOnesOfTheCode() {
        List<String> words = Arrays.stream(Span.Kind.values()).map(Span.Kind::word).toList();
        assertThat(words).allSatisfy(word -> assertThat(page).contains("- `" + word + "`: "));
    }

    private static String row(Metric metric) {
        return "| "
                + String.join(
                        " | ",
                        "`" + metric.exposed() + "`",
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.labels().stream()
                                .map(label -> "`" + label + "`")
                                .collect(Collectors.joining(", ")),
                        metric.doc())
                + " |";
    }

    private static String row(EventKind kind) {
        return "| `" + kind.code() + "` | " + kind.level().getName() + " | " + kind.doc() + " |";
    }
}
