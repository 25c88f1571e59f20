package io.capstan.replication.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.actor.Input;
import io.capstan.core.actor.Liveness;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.NodeId;
import io.capstan.core.request.Administer.MemberChange.AddLearner;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Stories of an idle shard.
final class QuiescenceTest {
    private static TestGroup resting() {
        TestGroup group =
                TestGroup.of(Options.with(o -> o.quiesceAfter = Duration.ofSeconds(1)), 3);
        group.elect(1);
        group.put(1, "a");
        group.advance(Duration.ofSeconds(3));
        return group;
    }

    @Test
    void anIdleShardHasNoTimersAndSendsNothing() {
        TestGroup group = resting();
        for (TestMember member : group.members.values()) {
            assertThat(member.raft().quiescent).as("%s", member).isTrue();
            assertThat(member.nextTimer()).as("%s", member).isEqualTo(Long.MAX_VALUE);
        }
        assertThat(group.get(1).leads()).isTrue();
    }

    @Test
    void aCommandWakesItAndItRestsAgain() {
        TestGroup group = resting();
        group.advance(Duration.ofHours(1));
        var put = group.put(1, "b");
        group.advance(Duration.ofMillis(300));
        assertThat(group.isDone(put)).isTrue();
        assertThat(group.get(2).disk.state).containsExactly("a", "b");
        group.advance(Duration.ofSeconds(3));
        assertThat(group.get(1).nextTimer()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aLeaseIsNotAssumedAfterWaking() {
        TestGroup group = resting();
        var read = group.read(1, Consistency.LINEARIZABLE);
        assertThat(group.served(read)).isEmpty();
        group.settle();
        assertThat(group.served(read)).hasSize(1);
    }

    @Test
    void theDeathOfTheLeadersNodeWakesTheFollowersAndTheyElect() {
        TestGroup group = resting();
        group.get(1).crash();
        for (long id : new long[] {2, 3})
            group.get(id).step(new Input.PeerChanged<>(new NodeId(1), Liveness.DEAD));
        TestMember next = group.elect();
        assertThat(next.id.value()).isNotEqualTo(1);
    }

    @Test
    void aRestartedMemberWakesTheLeaderAndUnseatsNobody() {
        TestGroup group = resting();
        group.get(3).restart();
        group.advance(Duration.ofSeconds(6));
        assertThat(group.get(1).leads()).isTrue();
        assertThat(group.get(1).raft().term()).isEqualTo(1);
        assertThat(group.get(1).nextTimer()).isEqualTo(Long.MAX_VALUE);
    }

    /// It never stands, so nothing else would wake the others, and what they committed would stay
    /// unknown to it.
    @Test
    void aRestartedLearnerWakesTheGroupAndLearnsWhatIsCommitted() {
        TestGroup group = resting();
        TestMember learner = group.addUnborn(4);
        group.change(1, new AddLearner(TestGroup.member(4)));
        group.advance(Duration.ofSeconds(1));
        group.put(1, "b");
        group.advance(Duration.ofSeconds(6));
        assertThat(learner.raft().quiescent).isTrue();

        learner.disk.forgetTheLastApplied();
        learner.restart();
        group.advance(Duration.ofSeconds(6));

        assertThat(learner.disk.state).containsExactly("a", "b");
        assertThat(group.get(1).leads()).isTrue();
        assertThat(group.get(1).nextTimer()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aShardWithAMemberThatDoesNotAnswerStaysAwake() {
        TestGroup group =
                TestGroup.of(Options.with(o -> o.quiesceAfter = Duration.ofSeconds(1)), 3);
        group.elect(1);
        group.get(3).crash();
        group.advance(Duration.ofSeconds(3));
        assertThat(group.get(1).raft().quiescent).isFalse();
        assertThat(group.get(1).leads()).isTrue();
    }

    @Test
    void aDigestAskedOfAFollowerAtRestWakesTheLeader() {
        TestGroup group = resting();
        group.advance(Duration.ofHours(1));
        var digest = group.digest(3, group.get(3).now().hybrid());
        assertThat(group.served(digest)).isEmpty();
        group.advance(Duration.ofSeconds(2));
        assertThat(group.get(3).served).extracting(TestMember.Served::id).containsExactly(digest);
    }
}
