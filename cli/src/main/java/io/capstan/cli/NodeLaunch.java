package io.capstan.cli;

import io.capstan.cli.mutant.BadMutant;
import io.capstan.cli.mutant.Mutant;
import io.capstan.cli.mutant.Trials;
import io.capstan.server.port.SystemClock;
import io.capstan.verify.live.Launch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How `capstan verify` starts nodes: this very build on this very Java as processes of their own,
/// at times with classes in front that break a rule on purpose.
final class NodeLaunch {
    private static final List<String> JVM =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    // Several nodes share a machine here, start often and live for minutes.
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1");

    private NodeLaunch() {}

    /// `inFront`: folders or jars to search before the build's classes.
    static Launch of(List<Path> inFront) {
        List<String> classpath = new ArrayList<>();
        inFront.forEach(path -> classpath.add(path.toString()));
        classpath.add(System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.add("-Dcapstan.commit=" + Version.commit());
        command.add("-cp");
        command.add(String.join(File.pathSeparator, classpath));
        command.add(Capstan.class.getName());
        command.add("start");
        return new Launch(command, SystemClock.OFFSET, SystemClock.DRIFT);
    }

    /// The file of the mutant of this name; there may be none.
    static Path patch(Path root, String name) {
        return root.resolve("mutants").resolve(name + ".patch");
    }

    /// Compiles the mutant of this name and writes its classes below `folder`.
    static Path mutated(Path root, String name, Path folder) throws BadMutant, IOException {
        Path patch = patch(root, name);
        Mutant mutant = Mutant.parse(name, Files.readString(patch));
        Path classes = folder.resolve("mutant");
        for (Map.Entry<String, byte[]> one : Trials.of(root).build(mutant).entrySet()) {
            Path file = classes.resolve(one.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, one.getValue());
        }
        return classes;
    }
}
