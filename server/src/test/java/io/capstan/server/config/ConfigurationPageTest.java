package io.capstan.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/configuration.md` says what the schema says.
class ConfigurationPageTest {
    private final String page;

    ConfigurationPageTest() throws IOException {
        page =
                Files.readString(
                        Path.of(System.getProperty("basedir", "."), "../docs/configuration.md"));
    }

    @Test
    void theTableIsTheSchema() {
        List<String> shown = page.lines().filter(line -> line.startsWith("| `")).toList();
        assertThat(String.join("\n", shown))
                .isEqualTo(Schema.ALL.stream().map(this::row).collect(Collectors.joining("\n")));
    }

    @Test
    void theExampleIsAccepted() {
        List<String> examples = new ArrayList<>();
        for (String block : page.split("```ini\n", -1)) examples.add(block.split("```", -1)[0]);
        assertThat(examples).hasSize(2);
        assertThat(Configs.mistakes(examples.get(1))).isEmpty();
    }

    private String row(Setting<?> setting) {
        String flag = setting.flag().isEmpty() ? "" : "`" + setting.flag() + "`";
        String uniform = setting.uniform() ? " *The same on every node.*" : "";
        return "| "
                + String.join(
                        " | ",
                        "`" + setting.key() + "`",
                        flag,
                        setting.takes(),
                        setting.defaultWords(),
                        setting.doc() + uniform)
                + " |";
    }
}
