package io.capstan.server.config;

import io.capstan.core.consistency.Parsed;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Puts a configuration together: the defaults, over them the file, the environment, the flags.
///
/// Everything that was written is looked at, also where something later counts over it: a wrong
/// line does not wait for the day on which a flag is left out.
public final class Loader {
    /// A larger file is not read.
    static final long MAX_FILE_BYTES = 1 << 20;

    private final List<Given> valid = new ArrayList<>();
    private final List<Mistake> mistakes = new ArrayList<>();
    private final TreeSet<String> unread = new TreeSet<>();

    private Loader() {}

    /// The file, where there is one, the environment and the flags, in this order.
    public static ConfigVerdict load(
            Optional<Path> file, Map<String, String> environment, List<Given> flags) {
        Loader loader = new Loader();
        file.ifPresent(loader::file);
        Environment variables = Environment.of(environment);
        loader.take(variables.given(), variables.mistakes());
        loader.take(flags, List.of());
        return loader.verdict();
    }

    /// A file alone.
    public static ConfigVerdict load(Path file) {
        return load(Optional.of(file), Map.of(), List.of());
    }

    /// As [#load(Path)], of a text that is called `file`.
    static ConfigVerdict read(String file, String text) {
        Loader loader = new Loader();
        loader.take(ConfigFile.parse(file, text));
        return loader.verdict();
    }

    /// The configuration of which nothing was set.
    public static Configuration defaults() {
        return Configuration.of(List.of());
    }

    private void file(Path path) {
        Source.Line whole = new Source.Line(path.toString(), 0);
        try {
            if (Files.size(path) > MAX_FILE_BYTES)
                mistakes.add(
                        new Mistake(
                                whole, "the file has more than " + Sizes.print(MAX_FILE_BYTES)));
            else take(ConfigFile.parse(path.toString(), Files.readString(path)));
        } catch (NoSuchFileException _) {
            mistakes.add(new Mistake(whole, "there is no such file"));
        } catch (CharacterCodingException _) {
            mistakes.add(new Mistake(whole, "the file is not UTF-8 text"));
        } catch (IOException e) {
            mistakes.add(new Mistake(whole, "cannot be read: " + e));
        }
    }

    private void take(ConfigFile file) {
        take(file.given(), file.mistakes());
    }

    private void take(List<Given> given, List<Mistake> already) {
        mistakes.addAll(already);
        for (Given one : given) {
            Optional<Setting<?>> setting = Schema.find(one.key());
            if (setting.isPresent()) check(setting.get(), one);
            else mistakes.add(new Mistake(one.source(), Schema.unknown(one.key())));
        }
    }

    private <T> void check(Setting<T> setting, Given one) {
        Parsed<T> read =
                one.value().isEmpty()
                        ? new Parsed.Mistake<>("there is no value; it takes " + setting.takes())
                        : setting.kind().read(one.value());
        switch (read) {
            case Parsed.Value<T> _ -> valid.add(one);
            case Parsed.Mistake<T>(String message) -> {
                unread.add(setting.key());
                mistakes.add(Mistake.of(setting, one, message));
            }
        }
    }

    /// A file's mistakes come first, by their lines; all others stay in order behind them.
    private static int line(Mistake mistake) {
        return mistake.where() instanceof Source.Line line ? line.number() : Integer.MAX_VALUE;
    }

    private ConfigVerdict verdict() {
        Configuration configuration = Configuration.of(valid);
        mistakes.addAll(Relations.broken(configuration, unread));
        mistakes.sort(Comparator.comparingInt(Loader::line));
        return mistakes.isEmpty()
                ? new ConfigVerdict.Accepted(configuration)
                : new ConfigVerdict.Refused(mistakes);
    }
}
