package io.capstan.cli.config;

import io.capstan.server.config.ConfigVerdict;
import io.capstan.server.config.Endpoints;
import io.capstan.server.config.Given;
import io.capstan.server.config.Kind;
import io.capstan.server.config.Loader;
import io.capstan.server.config.Schema;
import io.capstan.server.config.Setting;
import io.capstan.server.config.Source;
import io.capstan.server.config.Switch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// The configuration as options of a command: `--config`, the settings that have a flag of their
/// own, and `--set` for all. What a value means is not decided here ([Schema]).
public final class ConfigFlags {
    private static final String CONFIG = "--config";
    private static final String SET = "--set";

    /// The environment variable that names the file where `--config` does not.
    private static final String CONFIG_VARIABLE = "CAPSTAN_CONFIG";

    private final Map<String, String> environment;
    private final CommandSpec spec = CommandSpec.create();

    private ConfigFlags(Map<String, String> environment) {
        this.environment = new TreeMap<>(environment);
        spec.addOption(
                OptionSpec.builder(CONFIG)
                        .type(String.class)
                        .paramLabel("FILE")
                        .description("Lines of key = value (default: what CAPSTAN_CONFIG names).")
                        .build());
        spec.addOption(
                OptionSpec.builder(SET)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .paramLabel("KEY=VALUE")
                        .description("Any setting; 'capstan config show' lists them.")
                        .build());
        for (Setting<?> setting : Schema.ALL)
            if (!setting.flag().isEmpty()) spec.addOption(option(setting));
    }

    /// Flags that become part of `command`.
    public static ConfigFlags of(CommandLine command, Map<String, String> environment) {
        ConfigFlags flags = new ConfigFlags(environment);
        command.getCommandSpec().addMixin("config", flags.spec);
        return flags;
    }

    private static OptionSpec option(Setting<?> setting) {
        OptionSpec.Builder option = OptionSpec.builder(setting.flag());
        option.description(description(setting));
        return switch (setting.kind()) {
            case Switch _ -> option.type(Boolean.class).arity("0").build();
            case Endpoints several ->
                    option.type(List.class)
                            .auxiliaryTypes(String.class)
                            .paramLabel(several.form())
                            .build();
            case Kind<?> other -> option.type(String.class).paramLabel(other.form()).build();
        };
    }

    private static String description(Setting<?> setting) {
        boolean told = setting.defaultWords().isEmpty() || setting.kind() instanceof Switch;
        return told
                ? setting.doc()
                : setting.doc().substring(0, setting.doc().length() - 1)
                        + " (default: "
                        + setting.defaultWords()
                        + ").";
    }

    /// What the file, the environment and the flags say together.
    public ConfigVerdict load(CommandLine command) {
        String file = spec.findOption(CONFIG).getValue();
        if (file == null) file = environment.get(CONFIG_VARIABLE);
        Optional<Path> path =
                file == null || file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
        return Loader.load(path, environment, given(command));
    }

    private List<Given> given(CommandLine command) {
        List<Given> given = new ArrayList<>();
        for (Setting<?> setting : Schema.ALL) {
            if (setting.flag().isEmpty()) continue;
            Object value = spec.findOption(setting.flag()).getValue();
            if (value == null) continue;
            given.add(new Given(setting.key(), text(value), new Source.Flag(setting.flag())));
        }
        List<String> sets = spec.findOption(SET).getValue();
        if (sets != null) for (String each : sets) given.add(set(each, command));
        return given;
    }

    private static String text(Object value) {
        return value instanceof List<?> several
                ? String.join(",", several.stream().map(String::valueOf).toList())
                : value.toString().strip();
    }

    private static Given set(String text, CommandLine command) {
        int sign = text.indexOf('=');
        if (sign < 1)
            throw new ParameterException(command, SET + " takes KEY=VALUE, not '" + text + "'");
        return new Given(
                text.substring(0, sign).strip(),
                text.substring(sign + 1).strip(),
                new Source.Flag(SET));
    }
}
