package io.capstan.verify.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What of a scenario live processes are not asked for.
class LiveScenarioTest {
    private static final Launch NOTHING = new Launch(List.of("/no/such/java"), "offset", "drift");

    @TempDir Path folder;

    private void play(String... lines) throws InterruptedException {
        LiveScenario.play(String.join("\n", lines) + "\n", NOTHING, folder, _ -> {});
    }

    @Test
    void verbsAndSettingsThatCannotBeAreAllNamedBeforeAnythingStarts() {
        assertThatThrownBy(() ->
                        play(
                                "cluster 3 retained=4",
                                "add-learner n4",
                                "get k at n1 for 2s",
                                "drift n1 100",
                                "----"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'add-learner', 'drift', 'retained='")
                .hasMessageContaining("capstan sim --scenario");
    }

    @Test
    void aTableOnSomeOfTheNodesIsRefused() {
        assertThatThrownBy(() -> play("cluster 5 replicas=3", "----"))
                .hasMessageContaining("give as many replicas");
    }

    @Test
    void aCommandBeforeTheClusterSaysSo() {
        assertThatThrownBy(() -> play("put k v", "----")).hasMessageContaining("no cluster yet");
    }

    @Test
    void aNodeThatCannotBeStartedIsNamed() {
        assertThatThrownBy(() -> play("cluster 1", "----"))
                .isInstanceOf(LiveFailure.class)
                .hasMessageStartingWith("n1 cannot be started");
    }

    @Test
    void aLaunchPutsClocksBeforeAndOptionsAfterTheCommand() {
        Launch launch = new Launch(List.of("java", "-cp", "x", "Main", "start"), "o", "d");
        assertThat(launch.with(new Clocks(-5, 70), List.of("--name", "n1")))
                .containsExactly(
                        "java", "-Do=-5", "-Dd=70", "-cp", "x", "Main", "start", "--name", "n1");
    }
}
