package io.capstan.replication.raft;

import static io.capstan.replication.raft.TestGroup.r;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ShardId;
import io.capstan.core.request.Administer;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.time.HybridTime;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Stories of reads. Raft thesis chapter 6.4; DESIGN "what a level means".
final class ReadTest {
    private static final Consistency NEW = Consistency.LINEARIZABLE;

    private static TestGroup led() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.put(1, "a");
        group.advance(Duration.ofMillis(250));
        group.network.clear();
        return group;
    }

    private static TestGroup ledWithoutLeases() {
        TestGroup group = TestGroup.of(Options.with(o -> o.leases = false), 3);
        group.elect(1);
        group.put(1, "a");
        group.settle();
        return group;
    }

    @Test
    void aLeaderUnderItsLeaseServesAtOnce() {
        TestGroup group = led();
        var read = group.read(1, NEW);
        assertThat(group.network).isEmpty();
        assertThat(group.served(read).getFirst().state()).containsExactly("a");
    }

    @Test
    void anExpiredLeaseIsNotServedFrom() {
        TestGroup group = led();
        group.partition(1L);
        group.nanos += group.options.electionTimeout().toNanos() - 10_000_000;
        var read = group.read(1, NEW);
        group.settle();
        assertThat(group.served(read)).isEmpty();
    }

    @Test
    void aLeaseEndsBeforeAnotherCanBeElectedEvenWhereClocksDrift() {
        Lease lease = new Lease(1_000_000_000, 0.01);
        lease.confirm(lease.begin(5));
        assertThat(lease.holds(5 + 980_000_000)).isTrue();
        assertThat(lease.holds(5 + 981_000_000)).isFalse();
    }

    @Test
    void aLeaseCountsFromTheBeginningOfTheRoundNotFromItsAnswer() {
        Lease lease = new Lease(1_000_000_000, 0);
        long answered = lease.begin(0);
        lease.begin(900_000_000);
        lease.confirm(answered);
        assertThat(lease.holds(999_999_999)).isTrue();
        assertThat(lease.holds(1_000_000_000)).isFalse();
    }

    @Test
    void theLeaseIsVoidOnceATransferIsSentAndStaysVoid() {
        TestGroup group = led();
        group.administer(1, new Administer.TransferLeadership(r(2)));
        group.drop(letter -> letter.message() instanceof RaftMessage.TimeoutNow);
        group.advance(Duration.ofMillis(1500));
        assertThat(group.get(1).leads()).isTrue();
        group.partition(1L);
        var read = group.read(1, NEW);
        group.settle();
        assertThat(group.served(read)).isEmpty();
        group.heal();
        group.advance(Duration.ofMillis(200));
        assertThat(group.served(read)).hasSize(1);
    }

    @Test
    void aReadWithoutALeaseWaitsForARoundThatBeganAfterIt() {
        TestGroup group = ledWithoutLeases();
        var read = group.read(1, NEW);
        assertThat(group.served(read)).isEmpty();
        group.settle();
        assertThat(group.served(read)).hasSize(1);
    }

    @Test
    void aLateAnswerOfAnEarlierRoundConfirmsNoLaterRead() {
        TestGroup group = ledWithoutLeases();
        group.get(1).fire("heartbeat");
        long round = ((Leader) group.get(1).raft().role).lease.lastRound();
        var read = group.read(1, NEW);
        for (long id : new long[] {2, 3})
            group.get(1)
                    .receive(
                            group.addressOf(r(id)),
                            new RaftMessage.HeartbeatResponse(1, round, 2, 2, false));
        assertThat(group.served(read)).isEmpty();
        group.settle();
        assertThat(group.served(read)).hasSize(1);
    }

    @Test
    void manyReadsShareARound() {
        TestGroup group = ledWithoutLeases();
        Leader leader = (Leader) group.get(1).raft().role;
        long before = leader.lease.lastRound();
        for (int i = 0; i < 50; i++) group.read(1, NEW);
        group.settle();
        assertThat(group.get(1).served).hasSize(50);
        assertThat(leader.lease.lastRound()).isEqualTo(before + 2);
    }

    @Test
    void aNewLeaderServesNothingBeforeItsTermHasCommitted() {
        TestGroup group = led();
        group.lose((letter, all) -> letter.message() instanceof RaftMessage.AppendRequest);
        group.elect(2);
        var read = group.read(2, NEW);
        group.advance(Duration.ofMillis(300));
        assertThat(group.served(read)).isEmpty();
        group.heal();
        group.advance(Duration.ofMillis(300));
        assertThat(group.served(read).getFirst().state()).containsExactly("a");
    }

    @Test
    void aFollowerAsksTheLeaderAndServesItself() {
        TestGroup group = led();
        group.put(1, "b");
        group.settle();
        var read = group.read(3, NEW);
        group.settle();
        assertThat(group.served(read).getFirst().state()).containsExactly("a", "b");
        assertThat(group.get(3).served).hasSize(1);
    }

    @Test
    void aFollowerServesOnlyOnceItHasAppliedTheIndex() {
        TestGroup group = led();
        group.get(3).autoSync = false;
        group.put(1, "b");
        group.settle();
        var read = group.read(3, NEW);
        group.settle();
        assertThat(group.served(read)).isEmpty();
        group.get(3).autoSync = true;
        group.settle();
        assertThat(group.served(read).getFirst().state()).containsExactly("a", "b");
    }

    @Test
    void anAnswerToAnOlderQuestionServesNoReadAskedSince() {
        TestGroup group = led();
        var old = group.read(3, NEW);
        var letter = (RaftMessage.ReadIndexRequest) group.network.getFirst().message();
        group.network.clear();
        group.get(3).fire("reads");
        group.get(3)
                .receive(
                        group.addressOf(r(1)),
                        new RaftMessage.ReadIndexResponse(1, letter.ask(), 0, true));
        assertThat(group.served(old)).isEmpty();
        group.settle();
        assertThat(group.served(old)).hasSize(1);
    }

    @Test
    void aReadThatNobodyConfirmsIsRefusedInTime() {
        TestGroup group = led();
        group.partition(3L);
        var read = group.read(3, NEW);
        group.advance(Duration.ofSeconds(6));
        Outcome.Refused refused = (Outcome.Refused) group.outcomes(read).getFirst();
        assertThat(refused.code()).isIn(ErrorCode.NO_LEADER, ErrorCode.NO_QUORUM);
        assertThat(refused.message()).contains("shard s7", "n3", "eventual");
    }

    @Test
    void readsThatWaitAreBounded() {
        TestGroup group =
                TestGroup.of(
                        Options.with(o -> {
                            o.leases = false;
                            o.pendingReads = 2;
                        }),
                        3);
        group.elect(1);
        group.read(1, NEW);
        group.read(1, NEW);
        var third = group.read(1, NEW);
        assertThat(((Outcome.Refused) group.outcomes(third).getFirst()).code())
                .isEqualTo(ErrorCode.OVERLOADED);
    }

    @Test
    void anEventualReadIsServedAnywhereAtOnce() {
        TestGroup group = led();
        group.partition(3L);
        var read = group.read(3, Consistency.EVENTUAL);
        assertThat(group.served(read)).hasSize(1);
    }

    @Test
    void aPositionIsServedWhereItIsAppliedAndElseAtTheLeader() {
        TestGroup group = led();
        SessionToken here = SessionToken.NONE.advance(TestGroup.SHARD, 2, HybridTime.ofMillis(1));
        SessionToken later = SessionToken.NONE.advance(TestGroup.SHARD, 3, HybridTime.MAX);
        var read = group.read(3, Consistency.READ_YOUR_WRITES, here);
        assertThat(group.served(read)).hasSize(1);
        var tooNew = group.read(3, Consistency.READ_YOUR_WRITES, later);
        assertThat(group.outcomes(tooNew).getFirst()).isInstanceOf(Outcome.Redirected.class);
    }

    @Test
    void aPositionProvesNoCausalityThatCameThroughAnotherShard() {
        TestGroup group = led();
        TreeMap<ShardId, Long> positions = new TreeMap<>();
        positions.put(TestGroup.SHARD, 1L);
        positions.put(new ShardId(8), 5L);
        SessionToken token = new SessionToken(HybridTime.ofMillis(2_000_000), positions);
        var read = group.read(3, Consistency.CAUSAL, token);
        assertThat(group.served(read)).isEmpty();
        assertThat(group.outcomes(read).getFirst()).isInstanceOf(Outcome.Redirected.class);
    }

    @Test
    void aBoundedReadIsServedWhereTheClosedTimestampReaches() {
        TestGroup group = led();
        var fresh = group.read(3, new Consistency.Bounded(Duration.ofMillis(10)));
        assertThat(group.outcomes(fresh).getFirst()).isInstanceOf(Outcome.Redirected.class);
        var stale = group.read(3, new Consistency.Bounded(Duration.ofSeconds(1)));
        assertThat(group.served(stale)).hasSize(1);
        group.partition(3L);
        group.nanos += 900_000_000L;
        var tooStale = group.read(3, new Consistency.Bounded(Duration.ofSeconds(1)));
        assertThat(group.served(tooStale)).isEmpty();
    }

    @Test
    void aLeaderClosesNothingWithoutItsLease() {
        TestGroup group = led();
        Leader leader = (Leader) group.get(1).raft().role;
        HybridTime before = leader.closed;
        leader.lease.renounce();
        group.advance(Duration.ofMillis(300));
        assertThat(leader.closed).isEqualTo(before);
    }

    @Test
    void aNewLeaderWithASlowClockStampsAboveWhatAFastOneClosed() {
        TestGroup group = TestGroup.of(3);
        group.get(1).wallSkewMillis = 240;
        group.get(2).wallSkewMillis = -240;
        group.elect(1);
        group.advance(Duration.ofMillis(300));
        HybridTime closed = ((Leader) group.get(1).raft().role).closed;
        group.administer(1, new Administer.TransferLeadership(r(2)));
        group.settle();
        assertThat(group.get(2).leads()).isTrue();
        assertThat(group.get(2).disk.entries().getLast().stamp()).isGreaterThan(closed);
    }

    @Test
    void aLeaderClosesNothingBeforeItsTermHasCommitted() {
        TestGroup group = led();
        group.lose((letter, all) -> letter.message() instanceof RaftMessage.AppendRequest);
        TestMember next = group.elect(2);
        group.advance(Duration.ofMillis(300));
        assertThat(((Leader) next.raft().role).closed).isEqualTo(HybridTime.ZERO);
        group.heal();
        group.advance(Duration.ofMillis(300));
        assertThat(((Leader) next.raft().role).closed).isGreaterThan(HybridTime.ZERO);
    }

    @Test
    void aDigestWaitsUntilItsTimeIsClosedHereWhoeverIsAsked() {
        TestGroup group = led();
        HybridTime now = group.get(1).now().hybrid().plusMillis(100);
        var atLeader = group.digest(1, now);
        var atFollower = group.digest(3, now);
        group.settle();
        assertThat(group.served(atLeader)).isEmpty();
        assertThat(group.served(atFollower)).isEmpty();
        group.advance(Duration.ofSeconds(1));
        assertThat(group.get(1).served).extracting(TestMember.Served::id).contains(atLeader);
        assertThat(group.get(3).served).extracting(TestMember.Served::id).contains(atFollower);
    }

    @Test
    void aDigestOfATimeThatNobodyClosesIsRefused() {
        TestGroup group = led();
        group.partition(3L);
        var digest = group.digest(3, group.get(3).now().hybrid().plusMillis(100));
        group.advance(Duration.ofSeconds(6));
        Outcome.Refused refused = (Outcome.Refused) group.outcomes(digest).getFirst();
        assertThat(refused.code()).isEqualTo(ErrorCode.LEVEL_UNPROVEN);
        assertThat(refused.message()).contains("r3", "n3");
    }
}
