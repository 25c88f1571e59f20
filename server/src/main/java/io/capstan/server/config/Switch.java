package io.capstan.server.config;

import io.capstan.core.consistency.Parsed;

/// On or off; `true` and `false` are read too.
public record Switch() implements Kind<Boolean> {
    @Override
    public Parsed<Boolean> read(String text) {
        if (text.equals("on") || text.equals("true")) return new Parsed.Value<>(true);
        if (text.equals("off") || text.equals("false")) return new Parsed.Value<>(false);
        return new Parsed.Mistake<>("'" + text + "' is neither on nor off");
    }

    @Override
    public String print(Boolean value) {
        return value ? "on" : "off";
    }

    @Override
    public String form() {
        return "on or off";
    }

    @Override
    public String range() {
        return "";
    }
}
