package io.capstan.server.config;

import static io.capstan.server.config.Configs.accepted;
import static io.capstan.server.config.Configs.mistakes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.server.port.PortFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Settings that do not go together are refused before anything is started.
class RelationsTest {
    @Test
    void anElectionTimeoutIsAtLeastThreeHeartbeats() {
        assertThat(mistakes("name = n1", "raft.heartbeat_interval = 400ms"))
                .containsExactly(
                        "node.conf:2: raft.election_timeout = 1s (default) must be at least 3 times"
                                + " raft.heartbeat_interval = 400ms (node.conf:2)");
        assertThat(mistakes("raft.heartbeat_interval = 400ms", "raft.election_timeout = 1200ms"))
                .isEmpty();
    }

    @Test
    void aNodeIsSuspectedAfterTwoHeartbeatsAndDeadLater() {
        assertThat(mistakes("liveness.interval = 400ms"))
                .containsExactly(
                        "node.conf:1: liveness.suspect_after = 600ms (default) must be at least 2"
                                + " times liveness.interval = 400ms (node.conf:1)");
        assertThat(mistakes("liveness.dead_after = 600ms"))
                .containsExactly(
                        "node.conf:1: liveness.dead_after = 600ms (node.conf:1) must be longer than"
                                + " liveness.suspect_after = 600ms (default)");
    }

    @Test
    void aSettingThatWasNotReadIsNotComparedAsItsDefault() {
        assertThat(mistakes("raft.heartbeat_interval = 400ms", "raft.election_timeout = 1 hour"))
                .singleElement()
                .asString()
                .contains(":2:", "is not a duration");
    }

    @Test
    void peopleAndPeersHaveAnAddressEach() {
        assertThat(mistakes("listen = 127.0.0.1:80"))
                .singleElement()
                .asString()
                .contains("leaves no port for admin.listen");
        assertThat(mistakes("listen = 127.0.0.1:80", "admin.listen = 127.0.0.1:80"))
                .singleElement()
                .asString()
                .contains("must differ from admin.listen = 127.0.0.1:80 (node.conf:2)");
        assertThat(mistakes("listen = 127.0.0.1:80", "admin.listen = 127.0.0.1:81")).isEmpty();
    }

    @Test
    void nobodyListensToStrangersUnlessToldTo() {
        assertThat(mistakes("listen = 0.0.0.0:7400")).singleElement().asString().contains("TLS");
        assertThat(mistakes("admin.listen = 192.0.2.1:80"))
                .singleElement()
                .asString()
                .contains("admin.listen = 192.0.2.1:80 (node.conf:1) can be reached");
        assertThat(mistakes("listen = 0.0.0.0:7400", "insecure = on")).isEmpty();
        assertThat(mistakes("listen = localhost:7400")).isEmpty();
    }

    @Test
    void aNameIsLookedUpAtTheStart() {
        Configuration unknown = accepted("name = n1", "listen = no-such-host.invalid:7400");
        assertThatThrownBy(() -> Assembly.node(unknown, false, Map.of()))
                .isInstanceOf(PortFailure.class)
                .hasMessageContaining("no-such-host.invalid");
    }
}
