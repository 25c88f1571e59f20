package io.capstan.server.config;

import io.capstan.core.Invariant;
import io.capstan.core.consistency.Parsed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What holds for every setting, and who said so.
///
/// Invariant: every value is one that its setting takes. Whether they go together is what a
/// [ConfigVerdict] says.
public final class Configuration {
    private final Map<String, Given> given = new TreeMap<>();

    private Configuration() {}

    /// Later ones count over earlier ones of the same key.
    static Configuration of(List<Given> valid) {
        Configuration made = new Configuration();
        for (Given one : valid) made.given.put(one.key(), one);
        return made;
    }

    /// The value, also where it is the default; empty where there is none.
    public <T> Optional<T> find(Setting<T> setting) {
        Given said = given.get(setting.key());
        if (said != null) return valid(setting, said);
        return switch (setting.otherwise()) {
            case Default.Fixed<T>(T value) -> Optional.of(value);
            case Default.None<T> _ -> Optional.empty();
            case Default.Derived<T> derived -> derived.from().apply(this);
        };
    }

    private static <T> Optional<T> valid(Setting<T> setting, Given said) {
        return switch (setting.kind().read(said.value())) {
            case Parsed.Value<T>(T value) -> Optional.of(value);
            case Parsed.Mistake<T>(String message) -> {
                Invariant.check(false, "%s was not looked at: %s", said, message);
                yield Optional.empty();
            }
        };
    }

    /// The value of a setting that always has one.
    public <T> T of(Setting<T> setting) {
        Optional<T> value = find(setting);
        Invariant.check(value.isPresent(), "%s has no value", setting.key());
        return value.orElseThrow();
    }

    /// The value as it is printed; empty where there is none.
    public <T> Optional<String> text(Setting<T> setting) {
        return find(setting).map(setting.kind()::print);
    }

    public Source source(Setting<?> setting) {
        Given said = given.get(setting.key());
        return said == null ? new Source.Default() : said.source();
    }

    /// `key = value`, with where that stands; for messages.
    String said(Setting<?> setting) {
        return setting.key() + " = " + text(setting).orElse("none") + " (" + source(setting) + ")";
    }
}
