package io.capstan.server.config;

import io.capstan.core.consistency.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the environment sets: a variable for each key, [Setting#variable].
///
/// An empty variable counts as none. A variable of another name is somebody else's, even with our
/// prefix, since orchestrators make such up for every service; unless it is so near to one of ours
/// that it must be a slip.
record Environment(List<Given> given, List<Mistake> mistakes) {
    Environment {
        given = List.copyOf(given);
        mistakes = List.copyOf(mistakes);
    }

    static Environment of(Map<String, String> environment) {
        Map<String, String> left = new TreeMap<>(environment);
        left.keySet().removeIf(name -> !name.startsWith(Setting.PREFIX));
        List<Given> given = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Setting<?> setting : Schema.ALL) {
            String name = setting.variable();
            names.add(name.substring(Setting.PREFIX.length()));
            String value = left.remove(name);
            if (value != null && !value.isEmpty())
                given.add(new Given(setting.key(), value.strip(), new Source.Variable(name)));
        }
        List<Mistake> mistakes = new ArrayList<>();
        for (String name : left.keySet()) slip(name, names).ifPresent(mistakes::add);
        return new Environment(given, mistakes);
    }

    private static Optional<Mistake> slip(String name, List<String> names) {
        return Nearest.to(name.substring(Setting.PREFIX.length()), names)
                .map(near ->
                        new Mistake(
                                new Source.Variable(name),
                                "there is no such setting; did you mean "
                                        + Setting.PREFIX
                                        + near
                                        + "?"));
    }
}
