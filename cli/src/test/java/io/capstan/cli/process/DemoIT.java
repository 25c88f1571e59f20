package io.capstan.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `capstan demo` as people end it.
@Tag("slow")
class DemoIT {
    @TempDir Path folder;

    @Test
    void aSignalEndsADemoWellAndWhatIsKeptStartsAgain() throws IOException {
        Path data = folder.resolve("data");
        for (int start = 1; start <= 2; start++) {
            try (NodeProcess demo = NodeProcess.demo(folder, "--keep", data.toString())) {
                assertThat(demo.firstLine()).as(demo.errors()).startsWith("ready: 127.0.0.1:");
                demo.terminate();
                assertThat(demo.exitCode()).as(demo.errors()).isZero();
            }
        }
        assertThat(Files.isDirectory(data)).isTrue();
    }
}
