package io.capstan.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.cli.status.NodeReport.LostReport;
import io.capstan.cli.status.NodeReport.ReplicaReport;
import io.capstan.client.net.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What `status` says is wrong, and what to do.
class ConditionTest {
    private static final Address ADMIN = new Address("127.0.0.1", 1);

    private static ReplicaReport replica(String role, String failure) {
        return new ReplicaReport(2, 2, 3, role, 1, 7, "n1", failure);
    }

    private static ClusterReport.Node node(
            String name, List<ReplicaReport> replicas, List<LostReport> lost) {
        NodeReport says = new NodeReport(name, name, "k1", "", replicas, lost, List.of());
        return new ClusterReport.Node(name, "127.0.0.1:1", ADMIN, Optional.of(says), "", "alive");
    }

    private static ClusterReport.Node silent(String name) {
        return new ClusterReport.Node(name, "127.0.0.1:1", ADMIN, Optional.empty(), "", "dead");
    }

    private static Condition of(ClusterReport.Node third) {
        List<ClusterReport.Node> nodes = new ArrayList<>();
        nodes.add(node("n1", List.of(replica("L", "")), List.of()));
        nodes.add(node("n2", List.of(replica("F", "")), List.of()));
        nodes.add(third);
        return Condition.of(new ClusterReport("k1", nodes));
    }

    @Test
    void whereAllIsWellOneNodeMayFail() {
        Condition well = of(node("n3", List.of(replica("F", "")), List.of()));
        assertThat(well.problems()).isEmpty();
        assertThat(well.margin()).isEqualTo("any node may fail next, and every shard goes on");
    }

    @Test
    void aReplicaThatLostRecordsIsNamedWithWhatToDo() {
        Condition lost =
                of(node("n3", List.of(), List.of(new LostReport(2, "records 8..9 are lost"))));
        assertThat(lost.problems())
                .singleElement()
                .asString()
                .contains("s2 on n3", "records 8..9 are lost", "capstan node replace n3 --with");
        assertThat(lost.margin()).startsWith("no other node may fail: s2 has 2 of 3");
    }

    @Test
    void aNodeThatDoesNotAnswerIsNamed() {
        Condition silent = of(silent("n3"));
        assertThat(silent.problems()).singleElement().asString().startsWith("n3 is silent");
        assertThat(silent.margin()).startsWith("no other node may fail");
    }

    @Test
    void aReplicaThatStoppedIsNoVoterThatWorks() {
        Condition stopped = of(node("n3", List.of(replica("F", "it found a hole")), List.of()));
        assertThat(stopped.problems()).singleElement().asString().contains("it found a hole");
        assertThat(stopped.margin()).startsWith("no other node may fail");
    }

    @Test
    void aLearnerIsNoVoter() {
        Condition learns = of(node("n3", List.of(replica("N", "")), List.of()));
        assertThat(learns.margin()).startsWith("no other node may fail");
    }
}
