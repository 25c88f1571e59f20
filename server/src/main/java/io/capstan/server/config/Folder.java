package io.capstan.server.config;

import io.capstan.core.consistency.Parsed;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// A folder; a relative one is seen from where the process was started, not from the file that
/// names it.
public record Folder() implements Kind<Path> {
    @Override
    public Parsed<Path> read(String text) {
        try {
            return new Parsed.Value<>(Path.of(text));
        } catch (InvalidPathException e) {
            return new Parsed.Mistake<>("'" + text + "' is no folder: " + e.getReason());
        }
    }

    @Override
    public String print(Path value) {
        return value.toString();
    }

    @Override
    public String form() {
        return "DIR";
    }

    @Override
    public String range() {
        return "";
    }
}
