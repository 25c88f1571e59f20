package io.capstan.cli.config;

import io.capstan.cli.kv.RowJson;
import io.capstan.server.config.ConfigFile;
import io.capstan.server.config.Configuration;
import io.capstan.server.config.Mistake;
import io.capstan.server.config.Schema;
import io.capstan.server.config.Setting;
import io.capstan.server.config.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// How a configuration is printed, for people and as JSON, one object a line.
public final class ConfigLines {
    private ConfigLines() {}

    /// Every setting, as a file that sets the same: what nobody has set is a comment, so that a
    /// default that follows from other settings still follows them.
    public static List<String> show(Configuration configuration) {
        List<String> lines = new ArrayList<>();
        lines.add("# What this node would be started with. What begins with # is a default.");
        for (Setting<?> setting : Schema.ALL) {
            lines.add("");
            lines.add("# " + setting.doc());
            lines.add("# " + terms(setting));
            lines.add(line(configuration, setting));
        }
        return lines;
    }

    private static String terms(Setting<?> setting) {
        String otherwise =
                setting.defaultWords().isEmpty()
                        ? "no default"
                        : "default: " + setting.defaultWords();
        String uniform = setting.uniform() ? "; the same on every node" : "";
        return setting.takes() + "; " + otherwise + uniform + ".";
    }

    private static String line(Configuration configuration, Setting<?> setting) {
        String value = configuration.text(setting).map(ConfigFile::written).orElse("");
        String line = setting.key() + " = " + value;
        return switch (configuration.source(setting)) {
            case Source.Default _ -> ("# " + line).strip();
            case Source other -> line + "  # from " + other;
        };
    }

    /// As [#show], with all that is known of each setting.
    public static List<String> showJson(Configuration configuration) {
        return Schema.ALL.stream().map(setting -> json(configuration, setting)).toList();
    }

    private static String json(Configuration configuration, Setting<?> setting) {
        StringJoiner fields = new StringJoiner(",", "{", "}");
        fields.add(field("key", Optional.of(setting.key())));
        fields.add(field("value", configuration.text(setting)));
        fields.add(field("source", Optional.of(configuration.source(setting).toString())));
        fields.add(field("default", some(setting.defaultWords())));
        fields.add(field("takes", Optional.of(setting.takes())));
        fields.add(field("variable", Optional.of(setting.variable())));
        fields.add(field("flag", some(setting.flag())));
        fields.add("\"same_on_every_node\":" + setting.uniform());
        fields.add(field("doc", Optional.of(setting.doc())));
        return fields.toString();
    }

    /// What differs in effect, as `key: left -> right`, in the order of the schema.
    public static List<String> diff(Configuration left, Configuration right, boolean json) {
        List<String> lines = new ArrayList<>();
        for (Setting<?> setting : Schema.ALL) {
            Optional<String> before = left.text(setting);
            Optional<String> after = right.text(setting);
            if (before.equals(after)) continue;
            String people = ": " + before.orElse("none") + " -> " + after.orElse("none");
            lines.add(
                    json
                            ? "{"
                                    + field("key", Optional.of(setting.key()))
                                    + ","
                                    + field("left", before)
                                    + ","
                                    + field("right", after)
                                    + "}"
                            : setting.key() + people);
        }
        return lines;
    }

    /// A mistake, with its file and line where it has them.
    public static String json(Mistake mistake) {
        StringJoiner fields = new StringJoiner(",", "{", "}");
        switch (mistake.where()) {
            case Source.Line(String file, int number) -> {
                fields.add(field("file", Optional.of(file)));
                if (number > 0) fields.add("\"line\":" + number);
            }
            case Source.Default other -> fields.add(source(other));
            case Source.Variable other -> fields.add(source(other));
            case Source.Flag other -> fields.add(source(other));
        }
        return fields.add(field("message", Optional.of(mistake.what()))).toString();
    }

    private static String source(Source source) {
        return field("source", Optional.of(source.toString()));
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String field(String name, Optional<String> value) {
        return RowJson.quoted(name) + ":" + value.map(RowJson::quoted).orElse("null");
    }
}
