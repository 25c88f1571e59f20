package io.capstan.core.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.quorum.VoteResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    private final Configuration settled = Configuration.ofVoters(replicas(1, 2, 3));
    private final Configuration joint =
            new Configuration(replicas(1, 2, 4), replicas(1, 2, 3), replicas(5), replicas(3));

    @Test
    void aJointChangeNeedsBothMajorities() {
        assertThat(joint.isJoint()).isTrue();
        assertThat(joint.quorum().votes(replicas(1, 2)::contains)).isEqualTo(VoteResult.WON);
        assertThat(joint.quorum().votes(replicas(1, 4)::contains)).isEqualTo(VoteResult.LOST);
        assertThat(joint.quorum().votes(replicas(1, 3, 5)::contains)).isEqualTo(VoteResult.LOST);
        assertThat(settled.isJoint()).isFalse();
        assertThat(settled.quorum().votes(replicas(1, 3)::contains)).isEqualTo(VoteResult.WON);
    }

    @Test
    void everyoneReceivesTheLogAndLearnersCountForNothing() {
        assertThat(joint.everyone()).containsExactlyElementsOf(replicas(1, 2, 3, 4, 5));
        assertThat(joint.quorum().members()).containsExactlyElementsOf(replicas(1, 2, 3, 4));
        assertThat(joint.isVoter(new ReplicaId(3))).isTrue();
        assertThat(joint.isVoter(new ReplicaId(5))).isFalse();
        assertThat(joint.isLearner(new ReplicaId(5))).isTrue();
        assertThat(joint.contains(new ReplicaId(6))).isFalse();
    }

    @Test
    void nobodyIsVoterAndLearnerAtOnce() {
        assertBroken(replicas(1, 2), replicas(), replicas(2), replicas());
        assertBroken(replicas(1), replicas(2), replicas(2), replicas());
        assertBroken(replicas(1), replicas(2), replicas(), replicas(1));
    }

    @Test
    void aConfigurationDoesNotChangeWithTheSetsItWasMadeOf() {
        SortedSet<ReplicaId> voters = replicas(1, 2, 3);
        Configuration made = Configuration.ofVoters(voters);
        voters.add(new ReplicaId(4));
        assertThat(made).isEqualTo(settled);
    }

    @Test
    void aDescriptorsMembersAreExactlyItsReplicas() {
        ShardDescriptor descriptor = descriptor(members(3, 1, 2), settled);
        assertThat(descriptor.members()).isEqualTo(members(1, 2, 3));
        assertThat(descriptor.nodeOf(new ReplicaId(2))).contains(new NodeId(20));
        assertThat(descriptor.replicaOn(new NodeId(30))).contains(new ReplicaId(3));
        assertThat(descriptor.replicaOn(new NodeId(99))).isEmpty();
        assertThatThrownBy(() -> descriptor(members(1, 2), settled))
                .isInstanceOf(Invariant.Broken.class);
    }

    @Test
    void everyChangeOfMembersRaisesTheEpoch() {
        ShardDescriptor before = descriptor(members(1, 2, 3), settled);
        ShardDescriptor after = before.with(members(1, 2, 3, 4, 5), joint);
        assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
        assertThat(after.range()).isEqualTo(before.range());
    }

    @Test
    void aRangeHoldsItsFirstKeyAndNotItsEnd() {
        KeyRange range = new KeyRange(Bytes.utf8("b"), Bytes.utf8("d"));
        assertThat(range.contains(Bytes.utf8("b"))).isTrue();
        assertThat(range.contains(Bytes.utf8("czz"))).isTrue();
        assertThat(range.contains(Bytes.utf8("d"))).isFalse();
        assertThat(range.contains(Bytes.utf8("a"))).isFalse();
        assertThat(KeyRange.ALL.contains(Bytes.EMPTY)).isTrue();
        assertThatThrownBy(() -> new KeyRange(Bytes.utf8("d"), Bytes.utf8("d")))
                .isInstanceOf(Invariant.Broken.class);
    }

    private static void assertBroken(
            SortedSet<ReplicaId> voters,
            SortedSet<ReplicaId> outgoing,
            SortedSet<ReplicaId> learners,
            SortedSet<ReplicaId> learnersNext) {
        assertThatThrownBy(() -> new Configuration(voters, outgoing, learners, learnersNext))
                .isInstanceOf(Invariant.Broken.class);
    }

    private static ShardDescriptor descriptor(
            Collection<Member> members, Configuration configuration) {
        return new ShardDescriptor(
                new ShardId(7),
                new TableId(2),
                Partitioning.HASH,
                KeyRange.ALL,
                1,
                List.copyOf(members),
                configuration);
    }

    /// Replica n on node 10 n.
    private static List<Member> members(long... replicas) {
        List<Member> members = new ArrayList<>();
        for (long replica : replicas)
            members.add(new Member(new ReplicaId(replica), new NodeId(10 * replica)));
        return members;
    }

    private static SortedSet<ReplicaId> replicas(long... numbers) {
        TreeSet<ReplicaId> replicas = new TreeSet<>();
        for (long number : numbers) replicas.add(new ReplicaId(number));
        return replicas;
    }
}
