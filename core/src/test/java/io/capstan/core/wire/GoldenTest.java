package io.capstan.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.random.Randomness;
import io.capstan.core.sample.Samples;
import io.capstan.core.wire.Families.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a release wrote, every later one reads as the same values.
///
/// One folder per release under `src/test/resources/golden`, one file per family; a line holds the
/// bytes, the kind, and the value as text. `-Dgolden.rewrite=true` writes the files of the release
/// in the making anew from seeded values; those of past releases are never touched.
class GoldenTest {
    private static final String RELEASE = "0.1";
    private static final Path GOLDEN = folder();

    static List<Family<?>> families() {
        return Families.ALL;
    }

    @BeforeAll
    static void rewriteWhereAsked() throws IOException {
        if (!Boolean.getBoolean("golden.rewrite")) return;
        for (Family<?> family : Families.ALL) rewrite(family);
    }

    @ParameterizedTest
    @MethodSource("families")
    <T> void everyReleaseIsReadAsItWasWritten(Family<T> family) throws IOException {
        int lines = 0;
        for (Path file : files(family)) {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split(" ", 3);
                Bytes bytes = Bytes.wrap(HexFormat.of().parseHex(parts[0]));
                T value = family.codec().decode(bytes);
                assertThat(value.getClass().getSimpleName()).isEqualTo(parts[1]);
                assertThat(value).hasToString(parts[2]);
                assertThat(family.codec().encode(value)).isEqualTo(bytes);
                lines++;
            }
        }
        assertThat(lines).isPositive();
    }

    @ParameterizedTest
    @MethodSource("families")
    <T> void everyKindIsInTheFilesOfThisRelease(Family<T> family) throws IOException {
        List<String> kinds =
                Files.readAllLines(GOLDEN.resolve(RELEASE).resolve(family.name() + ".txt")).stream()
                        .map(line -> line.split(" ", 3)[1])
                        .distinct()
                        .toList();
        assertThat(kinds)
                .containsExactlyElementsOf(
                        Samples.kinds(family.type()).stream().map(Class::getSimpleName).toList());
    }

    @Test
    void noFileIsWithoutItsFamily() throws IOException {
        List<String> names = Families.ALL.stream().map(f -> f.name() + ".txt").toList();
        try (Stream<Path> files = Files.list(GOLDEN.resolve(RELEASE))) {
            assertThat(files.map(f -> f.getFileName().toString())).hasSameElementsAs(names);
        }
    }

    private static <T> void rewrite(Family<T> family) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Class<?> kind : Samples.kinds(family.type())) {
            Samples samples = new Samples(new Randomness(1).stream("golden " + kind.getName()));
            for (int i = 0; i < 3; i++) {
                T value = family.type().cast(samples.draw(kind));
                lines.add(
                        family.codec().encode(value).hex()
                                + " "
                                + kind.getSimpleName()
                                + " "
                                + value);
            }
        }
        Files.createDirectories(GOLDEN.resolve(RELEASE));
        Files.write(GOLDEN.resolve(RELEASE).resolve(family.name() + ".txt"), lines);
    }

    private static List<Path> files(Family<?> family) throws IOException {
        try (Stream<Path> releases = Files.list(GOLDEN)) {
            return releases.sorted()
                    .map(release -> release.resolve(family.name() + ".txt"))
                    .filter(Files::exists)
                    .toList();
        }
    }

    private static Path folder() {
        return Path.of(System.getProperty("basedir", "."), "src/test/resources/golden");
    }
}
