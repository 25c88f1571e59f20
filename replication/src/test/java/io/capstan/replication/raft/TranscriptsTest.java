package io.capstan.replication.raft;

import static io.capstan.replication.raft.TestGroup.ids;
import static io.capstan.replication.raft.TestGroup.log;
import static io.capstan.replication.raft.TestGroup.member;
import static io.capstan.replication.raft.TestGroup.r;
import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.Bytes;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.log.Entry;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Administer.MemberChange.AddLearner;
import io.capstan.core.request.Administer.MemberChange.AddVoter;
import io.capstan.core.request.Administer.MemberChange.Remove;
import io.capstan.core.shard.Configuration;
import io.capstan.core.time.HybridTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The interaction transcripts that etcd's Raft library publishes, each told again with our own
/// replicas: what is committed, who leads, what is refused. One test per transcript, by its name.
///
/// Not told, because there is nothing here to tell:
/// - `confchange_disable_validation`: validation cannot be switched off here, because a
///   configuration is in force from append.
/// - `confchange_v2_add_single_explicit`: a joint configuration is always left by the leader
///   itself.
/// - `forget_leader`, `forget_leader_prevote_checkquorum`, `forget_leader_read_only_lease_based`:
///   no command makes a follower forget its leader.
final class TranscriptsTest {
    private static final Duration BEAT = Duration.ofMillis(150);

    private static Configuration configuration(TestMember member) {
        return member.raft().configurations.configuration();
    }

    private static Progress progress(TestGroup group, long leader, long of) {
        Progress progress = ((Leader) group.get(leader).raft().role).peer(r(of));
        if (progress == null) throw new AssertionError("no progress of r" + of);
        return progress;
    }

    @Test
    void asyncStorageWrites() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        for (TestMember one : group.members.values()) one.autoSync = false;
        for (int i = 1; i <= 4; i++) {
            group.put(1, "p" + i);
            group.settle();
        }
        // Four appends are on their way to every disk; nothing is committed by their arrival.
        assertThat(group.get(2).raft().log.lastIndex()).isEqualTo(5);
        assertThat(group.get(1).raft().commit).isEqualTo(1);
        for (TestMember one : group.members.values()) one.sync(1);
        group.settle();
        assertThat(group.get(1).raft().commit).isEqualTo(2);
        // The followers' disks are enough to commit, but the leader applies what its own disk has.
        for (long id = 2; id <= 3; id++) group.get(id).sync();
        group.settle();
        assertThat(group.get(1).raft().commit).isEqualTo(5);
        assertThat(group.get(1).disk.state).containsExactly("p1");
        group.get(1).sync();
        group.settle();
        assertThat(group.get(1).disk.state).containsExactly("p1", "p2", "p3", "p4");
    }

    @Test
    void asyncStorageWritesAppendAbaRace() {
        TestGroup group = TestGroup.of(7);
        group.elect(2);
        TestMember slow = group.get(1);
        slow.autoSync = false;
        group.partition(1L, 2L);
        group.put(2, "init_prop");
        group.settle();
        group.partition(3L, 4L, 5L, 6L);
        group.elect(3);
        slow.receive(group.addressOf(r(3)), noop(2, 1, 1, 2));
        group.get(3).crash();
        group.partition(4L, 5L, 6L, 7L);
        group.elect(4);
        slow.receive(
                group.addressOf(r(4)),
                new RaftMessage.Heartbeat(3, 1, 1, HybridTime.ZERO, 0, 2, false));
        slow.receive(group.addressOf(r(4)), noop(3, 1, 1, 3));
        group.network.clear();
        // The writes end one by one; only the last is the entry that the log holds now.
        while (slow.disk.hasPending()) {
            assertThat(slow.raft().log.durable()).isEqualTo(1);
            assertThat(group.network).noneMatch(l -> acknowledges(l, 2));
            slow.sync(1);
            slow.settle();
        }
        assertThat(slow.raft().log.durable()).isEqualTo(2);
        assertThat(log(slow)).isEqualTo("1/1 3/2");
        assertThat(group.network).anyMatch(l -> acknowledges(l, 2));
    }

    private static boolean acknowledges(TestGroup.Letter letter, long match) {
        return letter.message().equals(new RaftMessage.AppendResponse(3, match));
    }

    private static RaftMessage.AppendRequest noop(
            long term, long previous, long previousTerm, long entryTerm) {
        Entry entry =
                new Entry(
                        previous + 1,
                        entryTerm,
                        HybridTime.ofMillis(2_000_000 + term),
                        Entry.Kind.NOOP,
                        Bytes.EMPTY);
        return new RaftMessage.AppendRequest(
                term, previous, previousTerm, List.of(entry), 1, HybridTime.ZERO, 0);
    }

    @Test
    void campaign() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        group.advance(BEAT);
        for (TestMember one : group.members.values()) {
            assertThat(one.raft().term()).isEqualTo(1);
            assertThat(one.raft().leader()).isEqualTo(r(1));
            assertThat(one.disk.applied).isEqualTo(1);
        }
        assertThat(leader.raft().commit).isEqualTo(1);
    }

    @Test
    void campaignLearnerMustVote() {
        TestGroup group = TestGroup.of(TestGroup.OPTIONS, ids(1, 2), List.of(r(3)));
        group.elect(1);
        // r3 becomes a voter, and does not hear of it.
        group.lose((letter, all) -> letter.to().equals(r(3)));
        group.change(1, new AddVoter(member(3)));
        group.settle();
        assertThat(configuration(group.get(2)).isVoter(r(3))).isTrue();
        assertThat(configuration(group.get(3)).isLearner(r(3))).isTrue();
        group.get(1).crash();
        group.heal();
        group.elect(2);
        group.advance(BEAT);
        assertThat(group.get(2).leads()).isTrue();
        assertThat(configuration(group.get(3)).isVoter(r(3))).isTrue();
        assertThat(group.get(2).raft().commit).isEqualTo(group.get(2).raft().log.lastIndex());
    }

    @Test
    void checkquorum() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        // Standing against a leader that is well gets nowhere.
        group.get(2).fire("election");
        group.settle();
        assertThat(group.get(1).leads()).isTrue();
        assertThat(group.get(2).raft().term()).isEqualTo(1);
        // A leader that hears nobody for an election timeout gives up within its term.
        group.nanos += group.options.electionTimeout().toNanos() + 1;
        group.get(1).fire("heartbeat");
        assertThat(group.get(1).leads()).isFalse();
        assertThat(group.elect(2).raft().term()).isEqualTo(2);
    }

    @Test
    void confchangeV1AddSingle() {
        TestGroup group = TestGroup.of(1);
        group.elect(1);
        group.addUnborn(2);
        group.change(1, new AddVoter(member(2)));
        group.advance(Duration.ofSeconds(1));
        assertThat(configuration(group.get(1)).voters()).containsExactly(r(1), r(2));
        assertThat(configuration(group.get(2)).voters()).containsExactly(r(1), r(2));
        assertThat(group.get(2).raft().commit).isEqualTo(group.get(1).raft().commit);
    }

    @Test
    void confchangeV1RemoveLeader() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        group.lose((letter, all) -> letter.message() instanceof RaftMessage.AppendResponse);
        group.change(1, new Remove(r(1)));
        group.settle();
        // Outside its configuration it leads on until that is committed, and does not count itself:
        // one acknowledgement of two is no majority.
        long last = leader.raft().log.lastIndex();
        leader.receive(group.addressOf(r(2)), new RaftMessage.AppendResponse(1, last));
        assertThat(leader.leads()).isTrue();
        assertThat(leader.raft().commit).isLessThan(last);
        leader.receive(group.addressOf(r(3)), new RaftMessage.AppendResponse(1, last));
        assertThat(leader.raft().commit).isEqualTo(last);
    }

    @Test
    void confchangeV1RemoveLeaderStepdown() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        group.change(1, new Remove(r(1)));
        group.put(1, "bar");
        group.settle();
        assertThat(leader.leads()).isFalse();
        assertThat(leader.raft().role).isInstanceOf(Role.Follower.class);
        group.advance(Duration.ofSeconds(3));
        TestMember next = group.get(2).leads() ? group.get(2) : group.get(3);
        assertThat(next.leads()).isTrue();
        assertThat(next.disk.state).containsExactly("bar");
    }

    @Test
    void confchangeV2AddDoubleAuto() {
        TestGroup group = TestGroup.of(1);
        TestMember leader = group.elect(1);
        group.addUnborn(2);
        group.addUnborn(3);
        var added = group.change(1, new AddVoter(member(2)), new AddVoter(member(3)));
        group.advance(Duration.ofSeconds(1));
        assertThat(group.isDone(added)).isTrue();
        assertThat(configuration(leader).voters()).containsExactlyElementsOf(ids(1, 3));
        assertThat(jointEntries(leader)).isEqualTo(1);
        var removed = group.change(1, new Remove(r(2)), new Remove(r(3)));
        group.advance(Duration.ofSeconds(1));
        assertThat(group.isDone(removed)).isTrue();
        assertThat(configuration(leader).voters()).containsExactly(r(1));
        assertThat(jointEntries(leader)).isEqualTo(2);
    }

    private static long jointEntries(TestMember member) {
        return member.disk.entries().stream()
                .filter(e -> e.kind() == Entry.Kind.CONFIGURATION)
                .filter(e -> Configurations.decoded(e.body()).configuration().isJoint())
                .count();
    }

    @Test
    void confchangeV2AddDoubleImplicit() {
        TestGroup group = TestGroup.of(1);
        TestMember leader = group.elect(1);
        group.addUnborn(2);
        group.change(1, new AddLearner(member(2)));
        group.advance(Duration.ofSeconds(1));
        group.put(1, "meanwhile");
        group.addUnborn(3);
        var change = group.change(1, new AddVoter(member(2)), new AddVoter(member(3)));
        group.put(1, "while joint");
        group.advance(Duration.ofSeconds(1));
        assertThat(group.isDone(change)).isTrue();
        assertThat(configuration(leader).isJoint()).isFalse();
        assertThat(group.get(3).disk.state).containsExactly("meanwhile", "while joint");
    }

    @Test
    void confchangeV2AddSingleAuto() {
        TestGroup group = TestGroup.of(1);
        TestMember leader = group.elect(1);
        group.addUnborn(2);
        group.change(1, new AddVoter(member(2)));
        group.advance(Duration.ofSeconds(1));
        assertThat(configuration(leader).voters()).containsExactly(r(1), r(2));
        assertThat(jointEntries(leader)).isZero();
    }

    @Test
    void confchangeV2ReplaceLeader() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.addUnborn(4);
        group.change(1, new AddLearner(member(4)));
        group.advance(Duration.ofSeconds(1));
        var change = group.change(1, new AddVoter(member(4)), new Remove(r(1)));
        group.advance(Duration.ofSeconds(1));
        assertThat(group.isDone(change)).isTrue();
        TestMember next = group.elect();
        assertThat(next.id).isNotEqualTo(r(1));
        assertThat(configuration(next).voters()).containsExactlyElementsOf(ids(2, 4));
        // The one that left cannot stand.
        group.get(1).fire("election");
        group.advance(Duration.ofSeconds(3));
        assertThat(group.get(1).raft().role).isInstanceOf(Role.Follower.class);
        assertThat(next.leads()).isTrue();
    }

    @Test
    void confchangeV2ReplaceLeaderStepdown() {
        TestGroup group = TestGroup.of(3);
        TestMember leader = group.elect(1);
        group.addUnborn(4);
        group.change(1, new AddLearner(member(4)));
        group.advance(Duration.ofSeconds(1));
        group.change(1, new AddVoter(member(4)), new Remove(r(1)));
        group.settle();
        assertThat(leader.leads()).isFalse();
        assertThat(configuration(leader).isVoter(r(1))).isFalse();
    }

    @Test
    void heartbeatRespRecoversFromProbing() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        Progress second = progress(group, 1, 2);
        second.becomeProbe(second.match() + 1);
        group.advance(BEAT);
        assertThat(second.mode()).isEqualTo(Progress.Mode.REPLICATE);
    }

    @Test
    void laggingCommit() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.lose((letter, all) -> letter.from().equals(r(3)));
        group.put(1, "data1");
        group.put(1, "data2");
        group.settle();
        assertThat(group.get(1).raft().commit).isEqualTo(3);
        assertThat(group.get(3).raft().commit).isLessThan(3);
        // Half a round trip of a heartbeat is enough, though no acknowledgement ever arrived.
        group.get(1).fire("heartbeat");
        group.settle();
        assertThat(group.get(3).raft().commit).isEqualTo(3);
    }

    @Test
    void prevote() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.partition(3L);
        group.put(1, "a");
        group.settle();
        group.heal();
        // A log that lacks an entry wins no pre-vote, and no term moves.
        group.nanos += 3_000_000_000L;
        group.get(3).fire("election");
        group.settle();
        assertThat(group.get(3).raft().term()).isEqualTo(1);
        TestMember next = group.elect(2);
        assertThat(next.raft().term()).isEqualTo(2);
        assertThat(group.get(3).raft().leader()).isEqualTo(r(2));
    }

    @Test
    void prevoteCheckquorum() {
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.advance(BEAT);
        group.get(2).fire("election");
        group.settle();
        assertThat(group.get(1).leads()).isTrue();
        // Once the others have heard nothing for an election timeout, they would vote.
        group.partition(1L);
        group.nanos += 3_000_000_000L;
        group.get(3).fire("election");
        group.settle();
        assertThat(group.get(3).leads()).isTrue();
        group.heal();
        group.advance(BEAT);
        assertThat(group.get(1).raft().leader()).isEqualTo(r(3));
    }

    /// Figure 7 of the paper (3.6 of the thesis), with a longer tail on r5.
    @Test
    void probeAndReplicate() {
        TestGroup group = TestGroup.of(7);
        feed(group, 1, 1, 1, 1, 4, 4, 5, 5, 6, 6, 6);
        feed(group, 2, 1, 1, 1, 4, 4, 5, 5, 6, 6);
        feed(group, 3, 1, 1, 1, 4);
        feed(group, 4, 1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6);
        feed(group, 5, 1, 1, 1, 4, 4, 5, 5, 6, 7, 7, 7, 7);
        feed(group, 6, 1, 1, 1, 4, 4, 4, 4);
        feed(group, 7, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3);
        group.network.clear();
        TestMember leader = group.get(1);
        for (int i = 0; i < 5 && !leader.leads(); i++) {
            group.nanos += 3_000_000_000L;
            leader.fire("election");
            group.settle();
        }
        assertThat(leader.leads()).isTrue();
        group.advance(BEAT);
        for (TestMember one : group.members.values()) {
            assertThat(log(one)).isEqualTo(log(leader));
            assertThat(one.raft().commit).isEqualTo(11);
        }
    }

    /// Gives a member a log with these terms, one after the other, from index 1.
    private static void feed(TestGroup group, long id, long... terms) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < terms.length; i++) {
            HybridTime stamp = new HybridTime(terms[i] * 1000 + i);
            entries.add(new Entry(i + 1, terms[i], stamp, Entry.Kind.NOOP, Bytes.EMPTY));
        }
        ReplicaId from = r(id == 7 ? 6 : 7);
        TestMember member = group.get(id);
        member.receive(
                group.addressOf(from),
                new RaftMessage.AppendRequest(
                        terms[terms.length - 1], 0, 0, entries, 0, HybridTime.ZERO, 0));
        member.settle();
    }

    @Test
    void replicatePause() {
        TestGroup group =
                TestGroup.of(
                        Options.with(o -> {
                            o.inflightAppends = 3;
                            o.appendEntries = 1;
                        }),
                        3);
        group.elect(1);
        group.lose((letter, all) -> letter.to().equals(r(3)));
        for (int i = 0; i < 6; i++) {
            group.put(1, "p" + i);
            group.settle();
        }
        Progress third = progress(group, 1, 3);
        assertThat(third.isFull(group.options)).isTrue();
        assertThat(third.match()).isEqualTo(1);
        assertThat(group.get(2).raft().log.lastIndex()).isEqualTo(7);
        group.heal();
        group.advance(Duration.ofMillis(300));
        assertThat(third.match()).isEqualTo(7);
        assertThat(group.get(3).raft().commit).isEqualTo(7);
    }

    @Test
    void singleNode() {
        TestGroup group = TestGroup.of(1);
        TestMember only = group.elect(1);
        var put = group.put(1, "a");
        group.settle();
        assertThat(only.raft().term()).isEqualTo(1);
        assertThat(group.isDone(put)).isTrue();
    }

    @Test
    void slowFollowerAfterCompaction() {
        TestGroup group =
                TestGroup.of(
                        Options.with(o -> {
                            o.inflightAppends = 2;
                            o.retained = 2;
                        }),
                        3);
        group.elect(1);
        group.lose((letter, all) -> letter.to().equals(r(3)));
        for (int i = 0; i < 12; i++) {
            group.put(1, "p" + i);
            group.settle();
        }
        assertThat(group.get(1).raft().log.previousIndex()).isGreaterThan(2);
        group.heal();
        group.advance(Duration.ofSeconds(1));
        assertThat(group.get(3).disk.state).isEqualTo(group.get(1).disk.state);
        assertThat(progress(group, 1, 3).mode()).isEqualTo(Progress.Mode.REPLICATE);
    }

    @Test
    void snapshotSucceedViaAppResp() {
        TestGroup group = TestGroup.of(Options.with(o -> o.retained = 1), 2);
        group.elect(1);
        for (int i = 0; i < 6; i++) group.put(1, "p" + i);
        group.settle();
        group.addUnborn(3);
        group.change(1, new AddLearner(member(3)));
        group.advance(Duration.ofSeconds(1));
        // The snapshot was the newest state there is: nothing follows, and it is replicated to.
        Progress third = progress(group, 1, 3);
        assertThat(third.mode()).isEqualTo(Progress.Mode.REPLICATE);
        assertThat(third.match()).isEqualTo(group.get(1).raft().log.lastIndex());
        assertThat(group.get(3).disk.state).hasSize(6);
    }

    @Test
    void snapshotSucceedViaAppRespBehind() {
        TestGroup group = TestGroup.of(Options.with(o -> o.retained = 20), 3);
        group.elect(1);
        group.lose((letter, all) -> letter.to().equals(r(3)));
        for (int i = 0; i < 50; i++) group.put(1, "p" + i);
        group.settle();
        // Only the snapshot passes; meanwhile more is committed, which it does not hold.
        group.lose((letter, all) ->
                letter.to().equals(r(3))
                        && letter.message() instanceof RaftMessage.AppendRequest append
                        && !append.entries().isEmpty());
        group.advance(Duration.ofMillis(500));
        group.put(1, "foo");
        group.advance(Duration.ofMillis(300));
        assertThat(group.get(3).raft().log.previousIndex()).isEqualTo(51);
        group.heal();
        group.advance(Duration.ofMillis(500));
        assertThat(progress(group, 1, 3).mode()).isEqualTo(Progress.Mode.REPLICATE);
        assertThat(group.get(3).disk.state).isEqualTo(group.get(1).disk.state);
    }

    @Test
    void leadershipMovesInAJointConfiguration() {
        // The middle of `confchange_v2_replace_leader`: the newcomer leads before the change ends.
        TestGroup group = TestGroup.of(3);
        group.elect(1);
        group.addUnborn(4);
        group.change(1, new AddLearner(member(4)));
        group.advance(Duration.ofSeconds(1));
        group.lose((letter, all) -> letter.message() instanceof RaftMessage.AppendResponse);
        group.change(1, new AddVoter(member(4)), new Remove(r(1)));
        group.settle();
        assertThat(configuration(group.get(4)).isJoint()).isTrue();
        group.heal();
        group.get(1).crash();
        group.elect(4);
        group.advance(BEAT);
        assertThat(configuration(group.get(4)).voters()).containsExactlyElementsOf(ids(2, 4));
        assertThat(group.outcomes(group.administer(4, new Administer.TransferLeadership(r(1)))))
                .hasSize(1);
    }
}
