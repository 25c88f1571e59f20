package io.capstan.cli.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.capstan.cli.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every mutant of the repository still fits today's sources. Whether it is caught is for
/// `./capstan mutants` to say.
@Tag("slow")
class MutantsTest {
    private static final Trials TRIALS = Trials.of(Repository.root());

    @TestFactory
    Stream<DynamicTest> everyMutantAppliesAndCompiles() throws IOException {
        return patches().stream()
                .map(patch ->
                        DynamicTest.dynamicTest(
                                patch.getFileName().toString(),
                                () ->
                                        assertThatCode(() -> TRIALS.build(read(patch)))
                                                .doesNotThrowAnyException()));
    }

    @Test
    void noTwoMutantsBreakTheSameRule() throws Exception {
        var rules = new ArrayList<String>();
        for (Path patch : patches()) rules.add(read(patch).rule());
        assertThat(rules).doesNotHaveDuplicates();
    }

    private static Mutant read(Path patch) throws IOException, BadMutant {
        return Mutant.parse(patch.getFileName().toString(), Files.readString(patch));
    }

    private static List<Path> patches() throws IOException {
        try (Stream<Path> files = Files.list(Repository.root().resolve("mutants"))) {
            return files.filter(file -> file.toString().endsWith(".patch")).sorted().toList();
        }
    }
}
