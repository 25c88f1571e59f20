package io.capstan.sim.scenario;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.Durations;
import io.capstan.core.consistency.LevelChoice;
import io.capstan.core.consistency.Parsed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The words of one command, taken from the front; options stand at the end as `name=value` or
/// `word value`.
public final class Words {
    private final List<String> rest;
    private final String line;

    public Words(String line) {
        this.line = line;
        this.rest = new ArrayList<>(List.of(line.split("\\s+")));
    }

    public boolean isEmpty() {
        return rest.isEmpty();
    }

    /// The next word; throws where there is none.
    public String next(String what) {
        if (rest.isEmpty()) throw new IllegalArgumentException("'" + line + "' needs " + what);
        return rest.removeFirst();
    }

    /// The value of `name=value`, taken out.
    public Optional<String> setting(String name) {
        for (int i = 0; i < rest.size(); i++) {
            if (rest.get(i).startsWith(name + "="))
                return Optional.of(rest.remove(i).substring(name.length() + 1));
        }
        return Optional.empty();
    }

    public int number(String name, int usual) {
        return setting(name).map(Integer::valueOf).orElse(usual);
    }

    /// The word after `word`, both taken out.
    public Optional<String> after(String word) {
        int at = rest.indexOf(word);
        if (at < 0) return Optional.empty();
        rest.remove(at);
        if (at == rest.size())
            throw new IllegalArgumentException("'" + line + "' ends after '" + word + "'");
        return Optional.of(rest.remove(at));
    }

    /// Groups in braces, in their order: `{n1} | {n2 n3}`.
    public List<List<String>> groups() {
        List<List<String>> groups = new ArrayList<>();
        String text = String.join(" ", rest);
        rest.clear();
        int open = text.indexOf('{');
        while (open >= 0) {
            int close = text.indexOf('}', open);
            if (close < 0) throw new IllegalArgumentException("'" + line + "' lacks a '}'");
            groups.add(List.of(text.substring(open + 1, close).strip().split("\\s+")));
            open = text.indexOf('{', close);
        }
        return groups;
    }

    /// The next word, a time such as `250ms` or `2s`, in nanoseconds.
    public long time() {
        return duration(next("a time")).toNanos();
    }

    static Duration duration(String text) {
        return valid(Durations.parse(text));
    }

    static Consistency level(String text) {
        return valid(LevelChoice.level(text));
    }

    private static <T> T valid(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Value<T>(T value) -> value;
            case Parsed.Mistake<T>(String message) -> throw new IllegalArgumentException(message);
        };
    }
}
