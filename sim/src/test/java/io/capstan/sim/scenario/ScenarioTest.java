package io.capstan.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScenarioTest {
    @Test
    void aTranscriptThatLiesIsFound() {
        Scenario played =
                Scenario.play("cluster 3\nput k v\nget k\n----\n3 nodes, table kv on n9\nok\nw\n");
        assertThat(played.isAsWritten()).isFalse();
        assertThat(played.differences()).contains("7 - w", "7 + v");
    }

    @Test
    void whatWasPlayedPlaysTheSameAgain() {
        String once = Scenario.play("# A comment.\ncluster 3\n\nput k v\n----\n").played();
        assertThat(Scenario.play(once).isAsWritten()).isTrue();
        assertThat(once).startsWith("# A comment.\ncluster 3\nput k v\n----\n3 nodes");
    }

    @Test
    void aCommandThatMakesNoSenseSaysSo() {
        assertThat(Scenario.play("get k\njump n1\n----\n").played())
                .contains("what? there is no cluster yet", "what? no verb 'jump'");
    }

    @Test
    void commandsWithoutTheirRuleAreRefused() {
        assertThatThrownBy(() -> Scenario.play("cluster 3\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("----");
    }
}
