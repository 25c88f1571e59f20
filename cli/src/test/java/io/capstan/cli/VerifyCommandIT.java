package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Short live runs: three processes under faults, sound ones and some that break a rule on purpose.
@Tag("slow")
class VerifyCommandIT {
    @TempDir Path folder;

    private final Path root = Repository.root();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Terminal terminal =
            new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false);

    private int verify(String options, String... more) {
        List<String> args = new ArrayList<>(List.of(options.split(" ")));
        args.addAll(Arrays.asList(more));
        return VerifyCommand.with(terminal, root).execute(args.toArray(String[]::new));
    }

    @Test
    void aSoundClusterIsValidAmidFaultsAndThePageShowsThem() throws IOException {
        Path page = folder.resolve("out.html");
        Path history = folder.resolve("history.edn");
        int code =
                verify(
                        "--workload register --faults kill,pause,partition --duration 12s --seed 3",
                        "--report",
                        page.toString(),
                        "--history",
                        history.toString());
        assertThat(code).as("%s%n%s", out, err).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("valid: ").contains("kill", "partition");
        assertThat(Files.readString(page)).contains("Valid: linearizable held", "--seed 3");
        assertThat(Capstan.run(terminal, "check", history.toString(), "--workload", "kv"))
                .isEqualTo(ExitCode.OK);
    }

    /// Chance has a hand in a live run, so a second and a third may have to be tried.
    @Test
    void nodesThatApplyARetryTwiceAreNoticed() {
        boolean noticed = false;
        for (int seed = 3; seed < 7 && !noticed; seed++) {
            int code =
                    verify(
                            "--workload register --faults pause,slow,partition --duration 15s"
                                    + " --mutant retry-applied-twice --seed "
                                    + seed,
                            "--work",
                            folder.resolve("seed" + seed).toString());
            noticed = code == ExitCode.FAILED;
        }
        assertThat(noticed).as("%s%n%s", out, err).isTrue();
        assertThat(out.toString()).contains("violated: ");
    }

    @Test
    void aStoryOfTheSimulatorPlaysOnLiveProcesses() {
        Path story = root.resolve("scenarios/raft/whole-cluster-loses-power.scenario");
        int code = verify("--scenario", story.toString());
        assertThat(code).as("%s%n%s", out, err).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).endsWith(": as written\n");
    }
}
