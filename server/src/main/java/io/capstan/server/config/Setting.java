package io.capstan.server.config;

import java.util.Locale;

/// One thing that can be set about a node. It is read at the start of the process.
///
/// - `key`: as in a file: lower case, words joined by `_`, parts by `.`.
/// - `flag`: its own flag; empty where it has none and `--set` is the way.
/// - `uniform`: whether what the cluster promises rests on all nodes having the same value.
/// - `doc`: one sentence for people.
public record Setting<T>(
        String key, String flag, Kind<T> kind, Default<T> otherwise, boolean uniform, String doc) {
    /// What all environment variables begin with.
    static final String PREFIX = "CAPSTAN_";

    static <T> Setting<T> of(String key, Kind<T> kind, T otherwise, String doc) {
        return new Setting<>(key, "", kind, new Default.Fixed<>(otherwise), false, doc);
    }

    static <T> Setting<T> of(
            String key, String flag, Kind<T> kind, Default<T> otherwise, String doc) {
        return new Setting<>(key, flag, kind, otherwise, false, doc);
    }

    /// The same, to be had by all nodes alike.
    Setting<T> ofTheCluster() {
        return new Setting<>(key, flag, kind, otherwise, true, doc);
    }

    /// The environment variable that gives it, such as `CAPSTAN_LOG_SEGMENT_SIZE`.
    public String variable() {
        return PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /// The default in words, as it stands in the documentation; empty where there is none.
    public String defaultWords() {
        return switch (otherwise) {
            case Default.Fixed<T>(T value) -> kind.print(value);
            case Default.None<T> _ -> "";
            case Default.Derived<T> derived -> derived.words();
        };
    }

    /// What may be written: the form and, where it says more, the range.
    public String takes() {
        return kind.range().isEmpty() ? kind.form() : kind.form() + ", " + kind.range();
    }
}
