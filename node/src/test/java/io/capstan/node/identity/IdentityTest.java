package io.capstan.node.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.node.harness.MemoryDisk;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentityTest {
    private static final Founding FOUNDING =
            new Founding(new ClusterId(7), List.of(new NodeEntry(new NodeId(1), "n1", "here:1")));

    private final MemoryDisk disk = new MemoryDisk();

    private Identity begin(String name) {
        return Identity.begin(disk, () -> 0x1234, name, Optional.of(FOUNDING)).identity();
    }

    @Test
    void aFounderHasTheIdOfTheFounding() {
        assertThat(begin("n1").id()).isEqualTo(new NodeId(1));
    }

    @Test
    void aNodeThatJoinsDrawsItsId() {
        assertThat(begin("n9").id()).isEqualTo(new NodeId(0x1234));
    }

    @Test
    void everyStartRaisesTheIncarnationAndKeepsTheRest() {
        Identity first = begin("n9");
        Identity second = Identity.begin(disk, () -> 0x9999, "n9", Optional.empty()).identity();

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.cluster()).isEqualTo(new ClusterId(7));
        assertThat(second.incarnation()).isEqualTo(first.incarnation() + 1);
    }

    @Test
    void aTornWritingLeavesTheIdentityBefore() {
        begin("n1");
        begin("n1");
        disk.truncate("identity.0", 9);

        assertThat(begin("n1").incarnation()).isEqualTo(2);
    }

    @Test
    void aFolderThatHasLostItsIdentityIsNotUsedAgain() {
        begin("n1");
        disk.write("log-1", 0, Bytes.utf8("records"));
        disk.truncate("identity.1", 9);

        assertThatThrownBy(() -> begin("n1"))
                .isInstanceOf(Invariant.Broken.class)
                .hasMessageContaining("lost its identity");
    }

    @Test
    void aNewFolderNeedsAFounding() {
        assertThatThrownBy(() -> Identity.begin(disk, () -> 1, "n1", Optional.empty()))
                .isInstanceOf(Invariant.Broken.class)
                .hasMessageContaining("name the founders");
    }
}
