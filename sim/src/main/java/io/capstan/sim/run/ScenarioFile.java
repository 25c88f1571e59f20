package io.capstan.sim.run;

import io.capstan.sim.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A scenario in a file.
public record ScenarioFile(Path file, Scenario scenario) {
    /// Reads and plays it; throws [UncheckedIOException] where it cannot be read.
    public static ScenarioFile play(Path file) {
        try {
            return new ScenarioFile(file, Scenario.play(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAsWritten() {
        return scenario.isAsWritten();
    }

    public List<String> differences() {
        return scenario.differences();
    }

    /// Makes the file say what was played.
    public void rewrite() {
        try {
            Files.writeString(file, scenario.played());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
