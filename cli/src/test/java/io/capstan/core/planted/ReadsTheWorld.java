package io.capstan.core.planted;

import io.capstan.cli.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/// One violation for each kind of rule, in a package that counts as `core`.
@SuppressWarnings({"NonFinalStaticField", "StringFormatWithoutLocale", "UnusedVariable"})
public final class ReadsTheWorld {
    static final int LIMIT = 7;
    static final ArrayList<String> CACHE = new ArrayList<>();
    static long lastSeen = System.nanoTime();

    private ReadsTheWorld() {}

    static Map<String, Path> hashedOrder() {
        Supplier<Map<String, Path>> maps = HashMap::new;
        Set.of(Path.of("a"), Path.of("b")).forEach(path -> maps.get().put("path", path));
        return Stream.of("a").parallel().collect(Collectors.toMap(key -> key, Path::of));
    }

    static String rest() {
        return String.format("%d %s", LIMIT, Thread.currentThread().getName());
    }

    static List<Class<?>> upwards() {
        return List.of(ExitCode.class, CommandLine.class);
    }

    static Map<String, Integer> orderedThroughout(List<String> words) {
        var ordered = new LinkedHashMap<String, Integer>();
        words.forEach(word -> ordered.put(word.toLowerCase(Locale.ROOT), word.length()));
        return ordered.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }
}
