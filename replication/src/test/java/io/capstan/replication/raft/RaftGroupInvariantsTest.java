package io.capstan.replication.raft;

import static io.capstan.replication.raft.TestGroup.r;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Invariant;
import io.capstan.core.id.ReplicaId;
import org.junit.jupiter.api.Test;

/// The watchers must be able to fail.
final class RaftGroupInvariantsTest {
    private static void committed(TestMember member, long... terms) {
        member.receive(
                member.address,
                ReplicationTest.append(terms[terms.length - 1], 0, 0, terms.length, terms));
    }

    @Test
    void twoCommittedEntriesAtOneIndexAreSeen() {
        RaftGroupInvariants watcher = new RaftGroupInvariants();
        TestMember one = TestGroup.of(3).get(2);
        TestMember other = TestGroup.of(3).get(3);
        watcher.stepped(r(2), one.replica);
        watcher.stepped(r(3), other.replica);
        committed(one, 1, 1);
        committed(other, 1, 2);
        watcher.stepped(r(2), one.replica);
        assertThatThrownBy(() -> watcher.stepped(r(3), other.replica))
                .isInstanceOf(Invariant.Broken.class)
                .hasMessageContaining("committed");
    }

    @Test
    void twoLeadersOfOneTermAreSeen() {
        RaftGroupInvariants watcher = new RaftGroupInvariants();
        TestGroup one = TestGroup.of(3);
        TestGroup other = TestGroup.of(3);
        watcher.stepped(r(1), one.elect(1).replica);
        assertThatThrownBy(() -> watcher.stepped(r(2), other.elect(2).replica))
                .isInstanceOf(Invariant.Broken.class)
                .hasMessageContaining("two leaders");
    }

    @Test
    void aLeaderThatLacksACommittedEntryIsSeen() {
        RaftGroupInvariants watcher = new RaftGroupInvariants();
        TestMember member = TestGroup.of(3).get(2);
        watcher.stepped(r(2), member.replica);
        committed(member, 1, 1, 1, 1);
        watcher.stepped(r(2), member.replica);
        TestMember leader = TestGroup.of(3).elect(1);
        assertThatThrownBy(() -> watcher.stepped(new ReplicaId(1), leader.replica))
                .isInstanceOf(Invariant.Broken.class)
                .hasMessageContaining("is committed");
    }
}
