package io.capstan.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every story in `scenarios/` plays as it is written. After a change that was meant, `./capstan
/// sim --scenario FILE --rewrite` writes it anew.
class ScenariosTest {
    private static Path folder() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("scenarios")) && at.getParent() != null)
            at = at.getParent();
        return at.resolve("scenarios");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder())) {
            return all.filter(file -> file.toString().endsWith(".scenario")).sorted().toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyScenarioPlaysAsItIsWritten() throws IOException {
        return files().stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                String.valueOf(file.getFileName()),
                                () -> assertThat(ScenarioFile.play(file).differences()).isEmpty()));
    }

    @Test
    void thereAreScenarios() throws IOException {
        assertThat(files()).hasSizeGreaterThan(9);
    }
}
