package io.capstan.checker.io;

import java.util.Locale;
import java.util.Optional;

/// The notation of a history.
public enum Format {
    EDN,
    JSON;

    /// The name on the command line.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The format of that name.
    public static Optional<Format> named(String label) {
        for (Format format : values()) {
            if (format.label().equals(label)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /// The format that a text beginning like this is in: JSON if the first thing in it is an object
    /// whose first name is quoted, or an array of such; EDN otherwise.
    static Format of(String beginning) {
        String bare = beginning.strip();
        String inside = bare.startsWith("[") ? bare.substring(1).strip() : bare;
        boolean quoted = inside.startsWith("{") && inside.substring(1).strip().startsWith("\"");
        return quoted ? JSON : EDN;
    }
}
