package io.capstan.server.config;

import io.capstan.core.consistency.Nearest;
import io.capstan.core.consistency.Parsed;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One of a few words: the constants of an enum, in lower case.
record Choice<E extends Enum<E>>(Class<E> of) implements Kind<E> {
    @Override
    public Parsed<E> read(String text) {
        for (E each : of.getEnumConstants())
            if (print(each).equals(text)) return new Parsed.Value<>(each);
        return new Parsed.Mistake<>(
                "'"
                        + text
                        + "' is none of "
                        + String.join(", ", words())
                        + Nearest.to(text, words())
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse(""));
    }

    private List<String> words() {
        return Arrays.stream(of.getEnumConstants()).map(this::print).toList();
    }

    @Override
    public String print(E value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String form() {
        return "WORD";
    }

    @Override
    public String range() {
        return String.join(", ", words());
    }
}
