package io.capstan.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Folders that a command has made for itself and takes away at its end.
final class Folders {
    private Folders() {}

    /// Deletes the folder with all that is in it. What cannot be deleted is left over, and
    /// `command` says so.
    static void remove(Path folder, String command, Terminal terminal) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList())
                Files.deleteIfExists(path);
        } catch (IOException e) {
            terminal.err().println(command + ": " + folder + " is left over: " + e);
        }
    }
}
