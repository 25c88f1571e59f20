package io.capstan.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// The repository's folder, wherever below it the tests run.
public final class Repository {
    private Repository() {}

    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("capstan"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no launcher in any folder above");
        }
        return folder;
    }
}
