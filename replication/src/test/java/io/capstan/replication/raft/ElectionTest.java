package io.capstan.replication.raft;

import static io.capstan.replication.raft.TestGroup.r;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.actor.Input;
import io.capstan.core.actor.Pressure;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.log.LogRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Stories of elections. Raft thesis chapters 3.4, 3.8, 4.2.3, 6.2, 9.6.
final class ElectionTest {
    @Test
    void aFoundingGroupElectsALeaderAndCommits() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect();
        var put = group.put(leader.id.value(), "a");
        group.advance(Duration.ofMillis(200));
        assertThat(group.isDone(put)).isTrue();
        for (TestMember member : group.members.values())
            assertThat(member.disk.state).containsExactly("a");
    }

    @Test
    void aVoteIsNotSentBeforeItIsDurable() {
        TestGroup group = TestGroup.of(3);
        TestMember voter = group.get(2);
        voter.autoSync = false;
        voter.receive(group.addressOf(r(1)), new RaftMessage.VoteRequest(1, 0, 0, false));
        voter.settle();
        assertThat(group.network).isEmpty();
        voter.sync();
        voter.settle();
        assertThat(group.network)
                .extracting(TestGroup.Letter::message)
                .containsExactly(new RaftMessage.VoteResponse(1, true));
    }

    @Test
    void aCandidateCountsItsOwnVoteOnlyOnceItIsDurable() {
        TestGroup group = TestGroup.of(1);
        TestMember only = group.get(1);
        only.autoSync = false;
        group.advance(Duration.ofSeconds(3));
        assertThat(only.leads()).isFalse();
        only.autoSync = true;
        group.settle();
        assertThat(only.leads()).isTrue();
    }

    /// After a crash it would stand in that term once more, and the same votes would elect it
    /// twice.
    @Test
    void nobodyLeadsInATermThatItCouldForget() {
        TestGroup group = TestGroup.of(3);
        TestMember candidate = group.get(1);
        candidate.autoSync = false;
        group.nanos += 3 * group.options.electionTimeout().toNanos();
        candidate.fire("election");
        group.settle();
        assertThat(candidate.raft().role).isInstanceOf(Role.Candidate.class);
        candidate.sync();
        group.settle();
        assertThat(candidate.leads()).isTrue();
    }

    @Test
    void aVoteSurvivesACrashAndIsNotGivenTwice() {
        TestGroup group = TestGroup.of(3);
        TestMember voter = group.get(3);
        voter.receive(group.addressOf(r(1)), new RaftMessage.VoteRequest(1, 0, 0, false));
        voter.settle();
        voter.restart();
        group.network.clear();
        group.nanos += 2 * group.options.electionTimeout().toNanos();
        voter.receive(group.addressOf(r(2)), new RaftMessage.VoteRequest(1, 0, 0, false));
        voter.settle();
        assertThat(group.network)
                .extracting(TestGroup.Letter::message)
                .containsExactly(new RaftMessage.VoteResponse(1, false));
    }

    @Test
    void nobodyVotesWithinAnElectionTimeoutAfterARestart() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        TestMember voter = group.get(2);
        voter.restart();
        group.network.clear();
        group.nanos += group.options.electionTimeout().toNanos() - 1_000_000;
        voter.receive(group.addressOf(r(3)), new RaftMessage.VoteRequest(9, 90, 8, false));
        voter.receive(group.addressOf(r(3)), new RaftMessage.PreVoteRequest(9, 90, 8));
        voter.settle();
        assertThat(votes(group)).noneMatch(granted -> granted);
        assertThat(voter.raft().term()).isEqualTo(1);
        group.nanos += 2_000_000;
        voter.receive(group.addressOf(r(3)), new RaftMessage.VoteRequest(9, 90, 8, false));
        voter.settle();
        assertThat(votes(group)).contains(true);
    }

    @Test
    void nobodyStandsWithinAnElectionTimeoutAfterARestart() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        TestMember target = group.get(2);
        target.restart();
        target.receive(group.addressOf(r(1)), new RaftMessage.TimeoutNow(1));
        target.fire("election");
        target.settle();
        assertThat(target.raft().role).isInstanceOf(Role.Follower.class);
    }

    /// A founder's first wait is short; it must not outlive the first word of a leader, whose lease
    /// rests on nobody standing any earlier.
    @Test
    void whoHeardOfALeaderDoesNotStandBeforeAnElectionTimeoutIsOver() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect();
        group.advance(group.options.heartbeatInterval());
        group.partition(leader.id.value());
        long heartbeat = group.options.heartbeatInterval().toNanos();
        long promised = group.nanos + group.options.electionTimeout().toNanos() - heartbeat;
        while (group.nanos + heartbeat / 4 < promised) {
            group.advance(Duration.ofNanos(heartbeat / 4));
            for (long id = 1; id <= 3; id++)
                assertThat(group.get(id).raft().role)
                        .isNotInstanceOfAny(Role.PreCandidate.class, Role.Candidate.class);
        }
    }

    private static List<Boolean> votes(TestGroup group) {
        return group.network.stream()
                .map(TestGroup.Letter::message)
                .<Boolean>mapMulti((message, sink) -> {
                    if (message instanceof RaftMessage.VoteResponse v) sink.accept(v.granted());
                    if (message instanceof RaftMessage.PreVoteResponse v) sink.accept(v.granted());
                })
                .toList();
    }

    @Test
    void aReplicaThatWasCutOffComesBackWithoutUnseatingTheLeader() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        group.partition(3L);
        group.advance(Duration.ofSeconds(10));
        assertThat(group.get(3).raft().term()).isEqualTo(1);
        group.heal();
        group.advance(Duration.ofSeconds(3));
        assertThat(leader.leads()).isTrue();
        assertThat(leader.raft().term()).isEqualTo(1);
    }

    @Test
    void aCandidateIsIgnoredWhileALeaderIsWell() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        group.advance(Duration.ofMillis(300));
        var request = new RaftMessage.VoteRequest(7, 100, 6, false);
        for (TestMember member : List.of(leader, group.get(2)))
            member.receive(group.addressOf(r(3)), request);
        group.settle();
        assertThat(leader.leads()).isTrue();
        assertThat(group.get(2).raft().term()).isEqualTo(1);
    }

    @Test
    void aLeaderThatHearsNoMajorityStepsDown() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        group.lose((letter, all) -> letter.to().equals(r(1)));
        group.advance(Duration.ofMillis(1300));
        assertThat(leader.leads()).isFalse();
        assertThat(leader.raft().term()).isEqualTo(1);
    }

    @Test
    void aVoteGoesOnlyToALogAtLeastAsUpToDate() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.put(1, "a");
        group.advance(Duration.ofMillis(200));
        TestMember voter = group.get(2);
        group.nanos += 5_000_000_000L;
        group.network.clear();
        voter.receive(group.addressOf(r(3)), new RaftMessage.VoteRequest(5, 1, 1, false));
        voter.receive(group.addressOf(r(3)), new RaftMessage.PreVoteRequest(5, 1, 1));
        voter.settle();
        assertThat(votes(group)).containsExactly(false, false);
        voter.receive(group.addressOf(r(3)), new RaftMessage.VoteRequest(6, 1, 2, false));
        voter.settle();
        assertThat(votes(group)).containsExactly(false, false, true);
    }

    @Test
    void aLeaderOfAnOlderTermIsToldOfTheNewer() {
        TestGroup group = TestGroup.of(3);
        TestMember old = group.elect(1);
        group.partition(1L);
        group.elect(2);
        group.heal();
        old.fire("heartbeat");
        group.settle();
        assertThat(old.leads()).isFalse();
        group.advance(Duration.ofMillis(100));
        assertThat(old.raft().leader()).isEqualTo(r(2));
    }

    @Test
    void aLeaderWhoseDiskStallsHandsOver() {
        TestGroup group = TestGroup.of(3);
        TestMember stalled = group.elect(1);
        stalled.autoSync = false;
        stalled.step(pressure(Pressure.Level.STALLED));
        group.advance(Duration.ofMillis(50));
        assertThat(stalled.leads()).isFalse();
        ReplicaId next = group.get(2).leads() ? r(2) : r(3);
        assertThat(group.get(next.value()).leads()).isTrue();
        stalled.fire("election");
        assertThat(stalled.raft().role).isInstanceOf(Role.Follower.class);
    }

    @Test
    void aLeaderWhoseNodeIsToStopHandsOverAndDoesNotStandAgain() {
        TestGroup group = TestGroup.of(3);
        TestMember leaving = group.elect(1);
        leaving.step(
                new Input.PressureChanged<>(
                        new Pressure(Pressure.Resource.NODE, Pressure.Level.STALLED)));
        group.advance(Duration.ofMillis(50));
        assertThat(leaving.leads()).isFalse();
        assertThat(group.get(2).leads() || group.get(3).leads()).isTrue();
        leaving.fire("election");
        assertThat(leaving.raft().role).isInstanceOf(Role.Follower.class);
    }

    private static Input<RaftMessage> pressure(Pressure.Level level) {
        return new Input.PressureChanged<>(new Pressure(Pressure.Resource.DISK, level));
    }

    @Test
    void anEntryProvesItsTermEvenWhereTheTermItselfWasLost() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.elect(2);
        long term = group.get(2).raft().term();
        TestMember member = group.get(3);
        member.restart();
        assertThat(member.raft().term()).isEqualTo(term);
    }

    @Test
    void theHardStateIsWrittenOncePerTermAndVote() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        long writes =
                group.get(1).history.stream()
                        .filter(e ->
                                e instanceof Effect.Persist p
                                        && p.record() instanceof LogRecord.HardState)
                        .count();
        assertThat(writes).isEqualTo(1);
    }
}
