package io.capstan.replication.raft;

import static io.capstan.replication.raft.TestGroup.ids;
import static io.capstan.replication.raft.TestGroup.member;
import static io.capstan.replication.raft.TestGroup.r;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.actor.Fact;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.log.Entry;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Administer.MemberChange.AddLearner;
import io.capstan.core.request.Administer.MemberChange.AddVoter;
import io.capstan.core.request.Administer.MemberChange.Remove;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Result;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.Member;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Stories of members that come and go. Raft thesis chapter 4.
final class MembershipTest {
    private static Configuration configuration(TestMember member) {
        return member.raft().configurations.configuration();
    }

    @Test
    void aNewcomerLearnsFirstAndVotesOnceItHasCaughtUp() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        for (int i = 0; i < 20; i++) group.put(1, "p" + i);
        group.settle();
        TestMember newcomer = group.addUnborn(4);
        var change = group.change(1, new AddVoter(member(4)));
        assertThat(configuration(group.get(1)).isLearner(r(4))).isTrue();
        group.advance(Duration.ofSeconds(1));
        assertThat(configuration(group.get(1)).voters()).containsExactlyElementsOf(ids(1, 4));
        assertThat(newcomer.disk.state).hasSize(20);
        Outcome.Done done = (Outcome.Done) group.outcomes(change).getFirst();
        assertThat(done.result()).isEqualTo(new Result.Administered(3));
    }

    @Test
    void aNewcomerThatNeverCatchesUpNeverVotes() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.change(1, new AddVoter(member(4)));
        group.advance(Duration.ofSeconds(3));
        assertThat(configuration(group.get(1)).voters()).containsExactlyElementsOf(ids(1, 3));
        assertThat(configuration(group.get(1)).isLearner(r(4))).isTrue();
        assertThat(group.get(1).leads()).isTrue();
    }

    @Test
    void aConfigurationIsInForceFromTheMomentItIsAppended() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.partition(1L);
        group.change(1, new Remove(r(3)));
        assertThat(configuration(group.get(1)).voters()).containsExactlyElementsOf(ids(1, 2));
        assertThat(group.get(1).raft().configurations.index())
                .isGreaterThan(group.get(1).raft().commit);
    }

    /// Its host stamps every message with that epoch, and a newcomer dates its birth by it.
    @Test
    void whoRestartsSaysAtOnceWhichConfigurationItsLogHolds() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.partition(1L);
        group.change(1, new Remove(r(3)));
        group.settle();
        TestMember restarted = group.get(1);
        restarted.facts.clear();

        restarted.restart();

        assertThat(restarted.facts)
                .contains(new Fact.InForce(restarted.raft().configurations.descriptor(), false));
        assertThat(configuration(restarted).voters()).containsExactlyElementsOf(ids(1, 2));
    }

    @Test
    void aTruncatedConfigurationIsNoLongerInForce() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.partition(1L);
        var change = group.change(1, new Remove(r(3)));
        group.settle();
        group.elect(2);
        group.heal();
        group.advance(Duration.ofSeconds(2));
        assertThat(configuration(group.get(1)).voters()).containsExactlyElementsOf(ids(1, 3));
        assertThat(group.outcomes(change)).hasSize(1).first().isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aLearnerIsNeverCounted() {
        TestGroup group = TestGroup.of(TestGroup.OPTIONS, ids(1, 3), List.of(r(4), r(5)));
        group.elect(1);
        group.partition(1L, 4L, 5L);
        var put = group.put(1, "a");
        group.settle();
        assertThat(group.get(4).raft().log.lastIndex()).isEqualTo(2);
        assertThat(group.get(1).raft().commit).isEqualTo(1);
        assertThat(group.outcomes(put)).isEmpty();
        group.advance(Duration.ofSeconds(3));
        assertThat(group.get(1).leads()).isFalse();
    }

    @Test
    void severalChangesGoThroughAJointConfiguration() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        group.addUnborn(4);
        group.addUnborn(5);
        var change =
                group.change(1, new AddVoter(member(4)), new AddVoter(member(5)), new Remove(r(3)));
        group.advance(Duration.ofSeconds(1));
        assertThat(group.isDone(change)).isTrue();
        assertThat(configuration(leader).voters()).containsExactly(r(1), r(2), r(4), r(5));
        assertThat(configuration(leader).isJoint()).isFalse();
        assertThat(configurationsIn(leader))
                .extracting(Configuration::isJoint)
                .containsExactly(false, true, false);
    }

    private static List<Configuration> configurationsIn(TestMember member) {
        return member.disk.entries().stream()
                .filter(e -> e.kind() == Entry.Kind.CONFIGURATION)
                .map(e -> Configurations.decoded(e.body()).configuration())
                .toList();
    }

    @Test
    void inAJointConfigurationBothMajoritiesMustAgree() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        group.addUnborn(4);
        group.addUnborn(5);
        group.change(1, new AddLearner(member(4)), new AddLearner(member(5)));
        group.advance(Duration.ofSeconds(1));
        // From here on only r4 and r5 hear: a majority of the new voters, not of the old.
        group.partition(1L, 4L, 5L);
        long before = leader.raft().commit;
        group.change(1, new AddVoter(member(4)), new AddVoter(member(5)), new Remove(r(2)));
        group.settle();
        assertThat(configuration(leader).isJoint()).isTrue();
        assertThat(leader.raft().commit).isEqualTo(before);
    }

    @Test
    void aNewLeaderLeavesTheJointConfigurationThatItFinds() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.addUnborn(4);
        group.change(1, new AddLearner(member(4)));
        group.advance(Duration.ofSeconds(1));
        group.change(1, new AddVoter(member(4)), new Remove(r(3)));
        group.get(1).settle();
        group.deliver(letter -> true);
        for (TestMember one : group.members.values()) one.settle();
        group.get(1).crash();
        group.network.clear();
        group.elect(2);
        group.advance(Duration.ofSeconds(1));
        assertThat(configuration(group.get(2)).isJoint()).isFalse();
        assertThat(configuration(group.get(2)).voters()).containsExactly(r(1), r(2), r(4));
    }

    @Test
    void aRemovedLeaderHandsOverOnceThatIsCommitted() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        var change = group.change(1, new Remove(r(1)));
        group.advance(Duration.ofMillis(200));
        assertThat(group.isDone(change)).isTrue();
        assertThat(leader.leads()).isFalse();
        assertThat(group.get(2).leads() || group.get(3).leads()).isTrue();
        group.advance(Duration.ofSeconds(5));
        assertThat(leader.raft().role).isInstanceOf(Role.Follower.class);
    }

    @Test
    void anotherEpochIsRefusedWithTheOneInForce() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        var wish = new Administer.ChangeMembers(7, List.of(new Remove(r(3))));
        Outcome.Refused refused =
                (Outcome.Refused) group.outcomes(group.administer(1, wish)).getFirst();
        assertThat(refused.code()).isEqualTo(ErrorCode.MEMBER_CHANGE_REFUSED);
        assertThat(refused.message()).contains("epoch 1, not 7");
    }

    @Test
    void oneChangeAtATime() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.change(1, new AddLearner(member(4)));
        var second = group.change(1, new Remove(r(3)));
        assertThat(((Outcome.Refused) group.outcomes(second).getFirst()).message())
                .contains("changing its members already");
    }

    @Test
    void impossibleWishesAreRefusedWithTheReason() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        assertThat(why(group, new Remove(r(9)))).contains("has no replica r9");
        assertThat(why(group, new AddVoter(new Member(r(9), new NodeId(3)))))
                .contains("has r3 on n3 already");
        assertThat(why(group, new AddVoter(new Member(r(3), new NodeId(9)))))
                .contains("has r3 on n3, not on n9");
        assertThat(why(group, new Remove(r(1)), new Remove(r(2)), new Remove(r(3))))
                .contains("removed all voters");
        assertThat(why(group)).contains("no change at all");
    }

    private static String why(TestGroup group, Administer.MemberChange... changes) {
        return ((Outcome.Refused) group.outcomes(group.change(1, changes)).getFirst()).message();
    }

    @Test
    void aLeaderThatHasCommittedNothingInItsTermChangesNoMembers() {
        TestGroup group = TestGroup.of(3);
        group.lose((letter, all) -> letter.message() instanceof RaftMessage.AppendRequest);
        group.elect(1);
        assertThat(why(group, new Remove(r(3)))).contains("committed nothing yet");
    }

    /// Thesis 4.2.2: a leader has written its own removal and told nobody. While another voter is
    /// lost, the rest cannot elect anybody but it.
    @Test
    void whoeverIsBeingRemovedIsElectedWhereNobodyElseCanBe() {
        TestGroup group = TestGroup.of(3);
        TestMember leaving = group.elect(3);
        group.addUnborn(4);
        group.lose((letter, all) -> removes(r(3), letter));
        group.change(3, new AddVoter(member(4)), new Remove(r(3)));
        group.advance(Duration.ofSeconds(1));
        assertThat(configuration(leaving).contains(r(3))).isFalse();
        assertThat(configuration(group.get(1)).isJoint()).isTrue();

        group.get(2).crash();
        leaving.crash();
        leaving.restart();
        group.heal();
        group.advance(Duration.ofSeconds(5));

        TestMember leader = group.elect();
        assertThat(leader.id).isIn(r(1), r(4));
        assertThat(configuration(leader).voters()).containsExactly(r(1), r(2), r(4));
        assertThat(leaving.leads()).isFalse();
    }

    private static boolean removes(ReplicaId replica, TestGroup.Letter letter) {
        return letter.message() instanceof RaftMessage.AppendRequest append
                && append.entries().stream()
                        .filter(entry -> entry.kind() == Entry.Kind.CONFIGURATION)
                        .map(entry -> Configurations.decoded(entry.body()).configuration())
                        .anyMatch(configuration -> !configuration.contains(replica));
    }

    @Test
    void anUnbornReplicaRefusesAppendsUntilItHasASnapshot() {
        TestGroup group = TestGroup.of(3);
        TestMember unborn = group.addUnborn(4);
        unborn.receive(group.addressOf(r(1)), ReplicationTest.append(1, 0, 0, 0, 1));
        unborn.settle();
        assertThat(group.network)
                .extracting(TestGroup.Letter::message)
                .contains(new RaftMessage.AppendRejected(1, 0, 0, 0, true));
        assertThat(unborn.raft().log.lastIndex()).isZero();
    }

    @Test
    void anUnbornReplicaVotesOnceATermAndOnlyDurably() {
        TestGroup group = TestGroup.of(3);
        TestMember unborn = group.addUnborn(4);
        group.nanos += 5_000_000_000L;
        unborn.receive(group.addressOf(r(2)), new RaftMessage.VoteRequest(2, 5, 1, false));
        RaftMessage granted = new RaftMessage.VoteResponse(2, true);
        assertThat(group.network).extracting(TestGroup.Letter::message).doesNotContain(granted);
        unborn.settle();
        assertThat(group.network).extracting(TestGroup.Letter::message).contains(granted);
        group.network.clear();
        unborn.receive(group.addressOf(r(3)), new RaftMessage.VoteRequest(2, 5, 1, false));
        unborn.settle();
        assertThat(group.network)
                .extracting(TestGroup.Letter::message)
                .contains(new RaftMessage.VoteResponse(2, false));
    }

    @Test
    void anUnbornReplicaNeverStands() {
        TestGroup group = TestGroup.of(3);
        TestMember unborn = group.addUnborn(4);
        group.nanos += 60_000_000_000L;
        unborn.fireDue();
        unborn.settle();
        assertThat(group.network).isEmpty();
    }
}
