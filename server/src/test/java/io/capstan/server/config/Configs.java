package io.capstan.server.config;

import java.util.List;
import java.util.Map;

/// Configurations that stories begin with.
final class Configs {
    private Configs() {}

    /// Of a file of these lines, called `node.conf`.
    static Configuration accepted(String... lines) {
        return accepted(Loader.read("node.conf", String.join("\n", lines)));
    }

    static Configuration accepted(ConfigVerdict verdict) {
        return switch (verdict) {
            case ConfigVerdict.Accepted(Configuration configuration) -> configuration;
            case ConfigVerdict.Refused(List<Mistake> mistakes) ->
                    throw new AssertionError("refused: " + mistakes);
        };
    }

    /// What is wrong with a file of these lines, each mistake as it is printed.
    static List<String> mistakes(String... lines) {
        return mistakes(Loader.read("node.conf", String.join("\n", lines)));
    }

    static List<String> mistakes(ConfigVerdict verdict) {
        return switch (verdict) {
            case ConfigVerdict.Accepted _ -> List.of();
            case ConfigVerdict.Refused(List<Mistake> mistakes) ->
                    mistakes.stream().map(Mistake::toString).toList();
        };
    }

    static Given flag(Setting<?> setting, String value) {
        return new Given(setting.key(), value, new Source.Flag(setting.flag()));
    }

    static Map<String, String> environment(Setting<?> setting, String value) {
        return Map.of(setting.variable(), value);
    }
}
