package io.capstan.server.config;

import io.capstan.core.consistency.Parsed;
import java.util.regex.Pattern;

/// A node's name: it goes into folders, lines of logs and labels of metrics.
public record Name() implements Kind<String> {
    private static final int MOST_CHARACTERS = 64;
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (MOST_CHARACTERS - 1) + "}");

    @Override
    public Parsed<String> read(String text) {
        return FORM.matcher(text).matches()
                ? new Parsed.Value<>(text)
                : new Parsed.Mistake<>("'" + text + "' is no name; it takes " + range());
    }

    @Override
    public String print(String value) {
        return value;
    }

    @Override
    public String form() {
        return "NAME";
    }

    @Override
    public String range() {
        return "letters, digits, '.', '_' and '-', at most " + MOST_CHARACTERS;
    }
}
