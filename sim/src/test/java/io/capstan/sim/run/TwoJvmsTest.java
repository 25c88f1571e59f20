package io.capstan.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A seed says everything: not the hash codes of objects, nor the heap, nor where the machine
/// stands.
@Tag("slow")
class TwoJvmsTest {
    @Test
    void theSameSeedsGiveTheSameTracesInTwoDifferentJvms() throws Exception {
        List<String> one =
                traces(
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=1",
                        "-Xmx400m",
                        "-XX:+UseSerialGC",
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-Duser.timezone=Asia/Kolkata");
        List<String> other =
                traces(
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=2",
                        "-Xmx900m",
                        "-XX:+UseParallelGC",
                        "-Duser.language=ar",
                        "-Duser.country=EG",
                        "-Duser.timezone=America/St_Johns");
        assertThat(one).hasSize(3).allMatch(line -> line.matches("[0-9a-f]{64}"));
        assertThat(other).isEqualTo(one);
    }

    private static List<String> traces(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        TracePrinter.class.getName()));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("exit code").isZero();
        return printed.lines().toList();
    }
}
