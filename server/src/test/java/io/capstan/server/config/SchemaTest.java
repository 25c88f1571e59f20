package io.capstan.server.config;

import static io.capstan.server.config.Configs.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.consistency.Parsed;
import io.capstan.node.host.HostOptions;
import io.capstan.server.NodeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Nothing is in the schema that the node does not heed, and nothing is there twice.
class SchemaTest {
    /// For every kind of setting some values that may differ from the default.
    private static final List<String> SAMPLES =
            List.of(
                    "n2",
                    "on",
                    "off",
                    "127.0.0.1:9000",
                    "3",
                    "20",
                    "0.1",
                    "300ms",
                    "700ms",
                    "3s",
                    "2MiB",
                    "json",
                    "http://127.0.0.1:4318/v1/traces");

    @Test
    void keysVariablesAndFlagsAreUniqueAndWellFormed() {
        assertThat(Schema.ALL).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(Schema.ALL).extracting(Setting::variable).doesNotHaveDuplicates();
        assertThat(Schema.ALL.stream().map(Setting::flag).filter(flag -> !flag.isEmpty()))
                .doesNotHaveDuplicates();
        assertThat(Schema.ALL)
                .allSatisfy(setting -> {
                    assertThat(setting.key()).matches("[a-z]+([._][a-z]+)*");
                    assertThat(setting.variable()).matches("CAPSTAN(_[A-Z]+)+");
                    assertThat(setting.doc()).matches("[A-Z].*\\.");
                });
    }

    @Test
    void theDefaultsAreThoseOfTheParts() {
        Configuration named = accepted("name = n1");
        assertThat(Assembly.host(named))
                .isEqualTo(HostOptions.named("n1", "127.0.0.1:7400").withAdmin("127.0.0.1:7080"));
        NodeSettings node = Assembly.node(named, false, Map.of());
        assertThat(node.data()).isEqualTo(Path.of("capstan-data", "n1"));
        assertThat(node.admin().getPort()).isEqualTo(7080);
    }

    @Test
    void aStartAsksForAName() {
        assertThat(Assembly.missing(Loader.defaults()))
                .map(Mistake::toString)
                .hasValueSatisfying(
                        mistake -> assertThat(mistake).contains("--name", "CAPSTAN_NAME"));
        assertThat(Assembly.missing(accepted("name = n1"))).isEmpty();
    }

    @Test
    void theSettingsOnWhichTheWholeClusterRelyAreMarked() {
        assertThat(Schema.ALL.stream().filter(Setting::uniform).map(Setting::key))
                .containsExactly("raft.election_timeout", "clock.max_error");
    }

    @TestFactory
    Stream<DynamicTest> everySettingChangesWhatANodeIsStartedWith() {
        return Schema.ALL.stream()
                .filter(setting -> !setting.equals(NodeSchema.INSECURE))
                .map(setting -> DynamicTest.dynamicTest(setting.key(), () -> isHeeded(setting)));
    }

    private static void isHeeded(Setting<?> setting) {
        NodeSettings usual = Assembly.node(accepted("name = n1"), false, Map.of());
        for (String sample : SAMPLES) {
            boolean another = setting.equals(NodeSchema.NAME);
            List<String> lines =
                    another
                            ? List.of("name = " + sample)
                            : List.of("name = n1", setting.key() + " = " + sample);
            ConfigVerdict verdict = Loader.read("node.conf", String.join("\n", lines));
            if (!(verdict instanceof ConfigVerdict.Accepted(Configuration configuration))) continue;
            if (configuration.text(setting).equals(usualText(setting))) continue;
            assertThat(Assembly.node(configuration, false, Map.of())).isNotEqualTo(usual);
            return;
        }
        throw new AssertionError("no sample is taken by " + setting.key());
    }

    private static Optional<String> usualText(Setting<?> setting) {
        return accepted("name = n1").text(setting);
    }

    @TestFactory
    Stream<DynamicTest> whatIsPrintedIsReadAsTheSame() {
        return Schema.ALL.stream()
                .map(setting ->
                        DynamicTest.dynamicTest(setting.key(), () -> printsWhatItReads(setting)));
    }

    private static <T> void printsWhatItReads(Setting<T> setting) {
        int read = 0;
        for (String sample : SAMPLES)
            if (setting.kind().read(sample) instanceof Parsed.Value<T>(T value)) {
                read++;
                assertThat(setting.kind().read(setting.kind().print(value)))
                        .isEqualTo(new Parsed.Value<>(value));
            }
        assertThat(read).isPositive();
    }
}
