package io.capstan.replication.raft;

import static io.capstan.replication.raft.TestGroup.log;
import static io.capstan.replication.raft.TestGroup.r;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.time.HybridTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Stories of the log. Raft thesis chapters 3.5 and 3.6, 10.2.1.
final class ReplicationTest {
    static RaftMessage.AppendRequest append(
            long term, long previousIndex, long previousTerm, long commit, long... terms) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < terms.length; i++) {
            long index = previousIndex + 1 + i;
            HybridTime stamp = new HybridTime(1000 * terms[i] + index);
            entries.add(new Entry(index, terms[i], stamp, Entry.Kind.NOOP, Bytes.EMPTY));
        }
        return new RaftMessage.AppendRequest(
                term, previousIndex, previousTerm, entries, commit, HybridTime.ZERO, 0);
    }

    private static List<RaftMessage> sentBy(TestGroup group) {
        return group.network.stream().map(TestGroup.Letter::message).toList();
    }

    @Test
    void anAppendOverAGapIsRefused() {
        TestGroup group = TestGroup.of(3);
        TestMember follower = group.get(2);
        follower.receive(group.addressOf(r(1)), append(1, 0, 0, 0, 1, 1));
        group.network.clear();
        follower.receive(group.addressOf(r(1)), append(1, 3, 1, 0, 1));
        follower.settle();
        assertThat(log(follower)).isEqualTo("1/1 1/2");
        assertThat(sentBy(group)).contains(new RaftMessage.AppendRejected(1, 3, 2, 1, false));
    }

    @Test
    void anAcknowledgementLeavesOnlyOnceTheEntriesAreDurable() {
        TestGroup group = TestGroup.of(3);
        TestMember follower = group.get(2);
        follower.autoSync = false;
        follower.receive(group.addressOf(r(1)), append(1, 0, 0, 0, 1, 1));
        follower.settle();
        assertThat(sentBy(group)).isEmpty();
        follower.sync();
        follower.settle();
        assertThat(sentBy(group)).containsExactly(new RaftMessage.AppendResponse(1, 2));
    }

    @Test
    void aRepeatedAppendIsAcknowledgedOnlyOnceTheFirstIsDurable() {
        TestGroup group = TestGroup.of(3);
        TestMember follower = group.get(2);
        follower.autoSync = false;
        follower.receive(group.addressOf(r(1)), append(1, 0, 0, 0, 1));
        follower.receive(group.addressOf(r(1)), append(1, 0, 0, 0, 1));
        follower.settle();
        assertThat(sentBy(group)).isEmpty();
    }

    @Test
    void aFollowerAppliesNothingThatIsNotDurableHere() {
        TestGroup group = TestGroup.of(3);
        TestMember follower = group.get(2);
        follower.autoSync = false;
        follower.receive(group.addressOf(r(1)), append(1, 0, 0, 2, 1, 1));
        follower.settle();
        assertThat(follower.raft().commit).isEqualTo(2);
        assertThat(follower.disk.applied).isZero();
        follower.sync();
        follower.settle();
        assertThat(follower.disk.applied).isEqualTo(2);
    }

    @Test
    void theLeaderCountsItsOwnCopyOnlyUpToItsDisk() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        leader.autoSync = false;
        group.get(3).crash();
        var put = group.put(1, "a");
        group.settle();
        assertThat(group.get(2).raft().log.lastIndex()).isEqualTo(2);
        assertThat(leader.raft().commit).isEqualTo(1);
        leader.autoSync = true;
        group.settle();
        assertThat(group.isDone(put)).isTrue();
    }

    @Test
    void aMajorityWithoutTheLeadersDiskCommitsAndTheLeaderAppliesLater() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        leader.autoSync = false;
        var put = group.put(1, "a");
        group.settle();
        assertThat(leader.raft().commit).isEqualTo(2);
        assertThat(group.outcomes(put)).isEmpty();
        leader.autoSync = true;
        group.settle();
        assertThat(group.isDone(put)).isTrue();
    }

    /// Figure 3.7 of the thesis (figure 8 of the paper): an entry of an older term on a majority is
    /// not committed by counting.
    @Test
    void figure8AnEntryOfAnOlderTermIsNotCommittedByCounting() {
        TestGroup group = TestGroup.of(Options.with(o -> o.appendEntries = 1), 5);
        TestMember leader = group.elect(1);
        group.partition(1L, 2L);
        group.put(1, "old");
        group.settle();
        group.lose((letter, all) -> letter.message() instanceof RaftMessage.AppendRequest);
        group.elect(3);
        group.get(3).crash();
        // r1 leads again and brings its old entry to a majority; its own no-op gets nowhere.
        group.lose((letter, all) ->
                letter.message() instanceof RaftMessage.AppendRequest append
                        && append.previousIndex() >= 2
                        && all.get(letter.to().value()).raft().log.lastIndex() >= 2);
        group.elect(1);
        group.advance(Duration.ofMillis(300));
        for (long id : List.of(1L, 4L, 5L)) assertThat(log(group.get(id))).startsWith("1/1 1/2");
        assertThat(leader.leads()).as("%s", group).isTrue();
        assertThat(leader.raft().commit).isEqualTo(1);
        group.heal();
        group.advance(Duration.ofMillis(300));
        assertThat(leader.raft().commit).isEqualTo(3);
    }

    @Test
    void entriesOfAnOlderTermAreCommittedWithTheFirstOfTheNewTerm() {
        TestGroup group = TestGroup.of(3);
        TestMember first = group.elect(1);
        group.lose((letter, all) -> letter.message() instanceof RaftMessage.AppendResponse);
        group.put(1, "a");
        group.settle();
        assertThat(first.raft().commit).isEqualTo(1);
        first.crash();
        group.heal();
        group.elect(2);
        group.advance(Duration.ofMillis(200));
        assertThat(group.get(2).disk.state).containsExactly("a");
        assertThat(group.get(3).disk.state).containsExactly("a");
    }

    @Test
    void aLateWriteOfOverwrittenEntriesAcknowledgesNothing() {
        TestGroup group = TestGroup.of(5);
        TestMember slow = group.get(2);
        slow.autoSync = false;
        slow.receive(group.addressOf(r(1)), append(1, 0, 0, 0, 1));
        slow.receive(group.addressOf(r(3)), append(2, 0, 0, 0, 2));
        slow.receive(group.addressOf(r(4)), append(3, 0, 0, 0, 1, 3));
        slow.settle();
        // The disk finishes the very first write: index 1 of term 1, the same index and term that
        // the log ends up with, but overwritten twice on the way.
        slow.sync(2);
        slow.settle();
        assertThat(slow.raft().log.durable()).isZero();
        assertThat(sentBy(group))
                .doesNotContain(new RaftMessage.AppendResponse(3, 1))
                .doesNotContain(new RaftMessage.AppendResponse(3, 2));
        slow.sync();
        slow.settle();
        assertThat(slow.raft().log.durable()).isEqualTo(2);
        assertThat(sentBy(group)).contains(new RaftMessage.AppendResponse(3, 2));
    }

    @Test
    void aLongConflictIsSettledInARoundPerTerm() {
        TestGroup group = TestGroup.of(3);
        TestMember behind = group.get(3);
        long[] terms = new long[50];
        Arrays.fill(terms, 1);
        behind.receive(group.addressOf(r(2)), append(1, 0, 0, 0, terms));
        group.get(1).receive(group.addressOf(r(2)), append(1, 0, 0, 0));
        behind.settle();
        group.network.clear();
        TestMember leader = group.elect(1);
        group.settle();
        long rejections =
                behind.history.stream()
                        .filter(e ->
                                e instanceof Effect.Send s
                                        && s.message() instanceof RaftMessage.AppendRejected)
                        .count();
        assertThat(rejections).isLessThanOrEqualTo(2);
        assertThat(log(behind)).isEqualTo(log(leader));
    }

    @Test
    void aTailThatNobodyCommitsIsBounded() {
        ReplicationOptions options = Options.with(o -> o.uncommittedEntries = 4);
        TestGroup group = TestGroup.of(options, 3);
        group.elect(1);
        group.partition(1L);
        for (int i = 0; i < 4; i++) group.put(1, "p" + i);
        var tooMuch = group.put(1, "too much");
        assertThat(group.outcomes(tooMuch))
                .singleElement()
                .satisfies(outcome -> {
                    Outcome.Refused refused = (Outcome.Refused) outcome;
                    assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
                    assertThat(refused.message()).startsWith("shard s7");
                });
        group.heal();
        group.settle();
        assertThat(group.isDone(group.put(1, "again"))).isFalse();
        group.settle();
        assertThat(group.get(1).disk.state).contains("p3", "again");
    }

    @Test
    void appendsOnTheWayToOneFollowerAreBounded() {
        ReplicationOptions options =
                Options.with(o -> {
                    o.appendEntries = 1;
                    o.inflightAppends = 3;
                });
        TestGroup group = TestGroup.of(options, 3);
        group.elect(1);
        for (int i = 0; i < 10; i++) group.put(1, "p" + i);
        group.get(1).settle();
        long toSecond =
                group.network.stream()
                        .filter(l -> l.to().equals(r(2)))
                        .filter(l -> l.message() instanceof RaftMessage.AppendRequest)
                        .count();
        assertThat(toSecond).isEqualTo(3);
        group.settle();
        assertThat(group.get(2).raft().log.lastIndex()).isEqualTo(11);
    }

    @Test
    void whatIsAppendedInOneTurnLeavesTogether() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        int before = leader.history.size();
        for (int i = 0; i < 10; i++) group.put(1, "p" + i);
        leader.settle();
        List<Effect> effects = leader.history.subList(before, leader.history.size());
        assertThat(effects.stream().filter(e -> e instanceof Effect.Persist)).hasSize(1);
        assertThat(effects.stream().filter(e -> e instanceof Effect.Send)).hasSize(2);
    }

    @Test
    void aCommandInTheLogOfADeposedLeaderIsAnsweredUnknown() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.partition(1L);
        var lost = group.put(1, "lost");
        group.advance(Duration.ofSeconds(3));
        assertThat(group.outcomes(lost)).hasSize(1).first().isInstanceOf(Outcome.Unknown.class);
        var never = group.put(1, "never");
        assertThat(group.outcomes(never)).hasSize(1).first().isInstanceOf(Outcome.Refused.class);
        group.heal();
        group.advance(Duration.ofSeconds(3));
        assertThat(group.outcomes(lost)).hasSize(1);
    }

    @Test
    void aFollowerSendsTheAskerToTheLeader() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        var put = group.put(2, "a");
        assertThat(group.outcomes(put))
                .containsExactly(
                        new Outcome.Redirected(TestGroup.SHARD, group.get(1).address.node(), 1));
    }

    @Test
    void entriesThatLeftMemoryAreReadBackForASlowFollower() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        for (int i = 0; i < 5; i++) group.put(1, "p" + i);
        group.settle();
        leader.restart();
        group.get(3).crash();
        group.advance(Duration.ofSeconds(2));
        group.elect(1);
        group.get(3).restart();
        group.advance(Duration.ofSeconds(1));
        assertThat(group.get(3).disk.state).isEqualTo(leader.disk.state);
        assertThat(log(group.get(3))).isEqualTo(log(leader));
    }

    @Test
    void committedEntriesOfALostStoreAreReadBackAndApplied() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.put(1, "a");
        group.settle();
        TestMember member = group.get(3);
        member.crash();
        member.disk.state.clear();
        member.disk.applied = 0;
        member.disk.appliedTerm = 0;
        member.restart();
        group.advance(Duration.ofSeconds(2));
        assertThat(member.disk.state).containsExactly("a");
    }

    @Test
    void stampsRiseAlongTheLogAndOverLeaders() {
        TestGroup group = TestGroup.of(3);
        group.get(1).wallSkewMillis = 200;
        group.elect(1);
        for (int i = 0; i < 3; i++) group.put(1, "a" + i);
        group.settle();
        group.get(2).wallSkewMillis = -200;
        group.elect(2);
        group.put(2, "b");
        group.settle();
        List<Entry> entries = group.get(2).disk.entries();
        for (int i = 1; i < entries.size(); i++)
            assertThat(entries.get(i).stamp()).isGreaterThan(entries.get(i - 1).stamp());
    }

    @Test
    void oldEntriesAreCompactedBehindWhatIsRetained() {
        ReplicationOptions options = Options.with(o -> o.retained = 8);
        TestGroup group = TestGroup.of(options, 3);
        TestMember leader = group.elect(1);
        for (int i = 0; i < 30; i++) group.put(1, "p" + i);
        group.settle();
        assertThat(leader.raft().log.previousIndex()).isBetween(20L, 23L);
        assertThat(leader.history)
                .anyMatch(e ->
                        e instanceof Effect.Persist p && p.record() instanceof LogRecord.Compact);
    }
}
