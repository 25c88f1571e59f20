package io.capstan.replication.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.core.actor.Input;
import io.capstan.core.actor.Liveness;
import io.capstan.core.actor.Pressure;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.NodeId;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.RequestId;
import io.capstan.core.time.HybridTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything at once, by seed: losses, duplicates, disorder, partitions, crashes, slow disks,
/// changes of members and leaders. The invariants hold after every step, reads are linearizable,
/// and once the faults are over the group serves again.
@Tag("slow")
final class RaftChaosTest {
    private static final int STEPS = 3000;

    private static ReplicationOptions tight() {
        ReplicationOptions d = ReplicationOptions.DEFAULT;
        return new ReplicationOptions(
                d.heartbeatInterval(),
                d.electionTimeout(),
                d.maxClockDrift(),
                d.maxClockErrorMillis(),
                8,
                4096,
                4,
                8192,
                40,
                1 << 20,
                64,
                16,
                64,
                2,
                1 << 14,
                8,
                Duration.ofSeconds(2),
                true);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void aGroupKeepsItsWordUnderFaults(long seed) {
        Chaos chaos = new Chaos(seed);
        chaos.run();
        chaos.heal();
        chaos.judge();
    }

    /// What one session has written last.
    record Session(HybridTime stamp, long index) {}

    /// One run.
    static final class Chaos {
        final long seed;
        final Randomness random;
        final TestGroup group = TestGroup.of(tight(), 3);
        final TreeMap<RequestId, Long> readFloor = new TreeMap<>();
        final List<RequestId> puts = new ArrayList<>();
        final TreeMap<Long, Long> knownBy = new TreeMap<>();
        long known;
        Session session = new Session(HybridTime.ZERO, 0);
        long nextReplica = 4;
        double lossRate;
        double duplicateRate;
        int calm;
        int answersSeen;
        int reads;

        Chaos(long seed) {
            this.seed = seed;
            random = new Randomness(seed);
            lossRate = random.nextDouble() * 0.2;
            duplicateRate = random.nextDouble() * 0.2;
            calm = 1 + random.below(12);
            for (TestMember member : group.members.values())
                member.wallSkewMillis = random.between(-200, 200);
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step();
                learn();
            }
        }

        private TestMember any() {
            return random.pick(List.copyOf(group.members.values()));
        }

        private void step() {
            TestMember one = any();
            switch (random.below(100)) {
                case 0 -> {
                    one.crash();
                }
                case 1, 2 -> {
                    if (!one.up) one.restart();
                }
                case 3 -> {
                    long cut = one.id.value();
                    group.partition(cut, any().id.value());
                }
                case 4, 5 -> group.heal();
                case 6 -> one.autoSync = !one.autoSync;
                case 7 -> transfer(one);
                case 8 -> change(one);
                case 9 -> disturb(one);
                case 10, 11, 12, 13, 14, 15 -> read(one);
                case 16, 17, 18, 19, 20, 21, 22, 23, 24, 25 -> put(one);
                case 26, 27, 28, 29, 30, 31 -> tick(random.between(1, 60));
                case 32 -> tick(random.between(100, 1500));
                case 33, 34, 35, 36, 37 -> one.sync(1 + random.below(3));
                default -> {
                    for (int i = random.below(calm); i >= 0; i--) deliver();
                }
            }
            one.settle();
        }

        private void tick(long millis) {
            group.nanos += millis * 1_000_000;
            for (TestMember member : group.members.values()) member.fireDue();
        }

        private void deliver() {
            if (group.network.isEmpty()) {
                tick(random.between(1, 40));
                for (TestMember member : group.members.values()) member.settle();
                return;
            }
            int which = random.chance(0.7) ? 0 : random.below(group.network.size());
            TestGroup.Letter letter = group.network.get(which);
            if (random.chance(duplicateRate)) group.duplicate(letter);
            if (random.chance(lossRate)) group.drop(l -> l.number() == letter.number());
            else group.deliver(l -> l.number() == letter.number());
            TestMember to = group.get(letter.to().value());
            if (to != null) to.settle();
        }

        private void put(TestMember some) {
            TestMember at = some;
            for (TestMember member : group.members.values())
                if (member.leads() && random.chance(0.7)) at = member;
            if (!at.up) return;
            puts.add(group.put(at.id.value(), "p" + puts.size()));
        }

        private void read(TestMember at) {
            if (!at.up) return;
            reads++;
            long to = at.id.value();
            switch (random.below(5)) {
                case 0 -> readFloor.put(group.read(to, Consistency.EVENTUAL), 0L);
                case 1 -> {
                    // Nothing acknowledged longer ago than the bound may be missing.
                    long staleness = random.between(50, 2000);
                    var bounded = new Consistency.Bounded(Duration.ofMillis(staleness));
                    readFloor.put(
                            group.read(to, bounded), knownAt(group.nanos - staleness * 1_000_000));
                }
                case 2 -> {
                    // A session that knows its writes by their times alone.
                    SessionToken token = new SessionToken(session.stamp(), new TreeMap<>());
                    readFloor.put(group.read(to, Consistency.CAUSAL, token), session.index());
                }
                default -> readFloor.put(group.read(to, Consistency.LINEARIZABLE), known);
            }
        }

        private long knownAt(long nanos) {
            var entry = knownBy.floorEntry(nanos);
            return entry == null ? 0 : entry.getValue();
        }

        private void transfer(TestMember at) {
            if (at.leads())
                group.administer(at.id.value(), new Administer.TransferLeadership(any().id));
        }

        private void disturb(TestMember at) {
            if (random.nextBoolean()) {
                NodeId node = new NodeId(any().id.value());
                Liveness liveness = random.nextBoolean() ? Liveness.DEAD : Liveness.SUSPECTED;
                at.step(new Input.PeerChanged<>(node, liveness));
            } else {
                Pressure.Level level =
                        random.chance(0.2) ? Pressure.Level.STALLED : Pressure.Level.WELL;
                at.step(new Input.PressureChanged<>(new Pressure(Pressure.Resource.DISK, level)));
            }
        }

        private void change(TestMember at) {
            if (!at.leads()) return;
            var members = at.raft().configurations.descriptor().members();
            List<Administer.MemberChange> changes = new ArrayList<>();
            if (members.size() < 5 && nextReplica < 9) {
                long id = nextReplica++;
                group.addUnborn(id);
                changes.add(new Administer.MemberChange.AddVoter(TestGroup.member(id)));
            }
            if (members.size() > 3 && random.nextBoolean()) {
                var gone = random.pick(members).replica();
                changes.add(new Administer.MemberChange.Remove(gone));
            }
            if (changes.isEmpty())
                changes.add(new Administer.MemberChange.AddVoter(random.pick(members)));
            group.change(at.id.value(), changes.toArray(Administer.MemberChange[]::new));
        }

        /// What a client has seen by now is the least that later reads must show.
        private void learn() {
            for (TestMember member : group.members.values()) {
                for (TestMember.Answered one : member.answers)
                    if (one.outcome() instanceof Outcome.Done done) {
                        known = Math.max(known, done.index());
                        if (done.index() > session.index() && random.chance(0.3))
                            session = new Session(done.stamp(), done.index());
                    }
                member.answers.removeIf(a -> readFloor.containsKey(a.id()));
                long newest = known;
                for (TestMember.Served one : member.served) {
                    Long floor = readFloor.remove(one.id());
                    if (floor == null) continue;
                    assertThat(one.index())
                            .as("seed %s: read %s at %s%s", seed, one.id(), member, group)
                            .isGreaterThanOrEqualTo(floor);
                    newest = Math.max(newest, one.index());
                }
                known = newest;
                knownBy.put(group.nanos, known);
                member.served.clear();
            }
        }

        void heal() {
            group.heal();
            for (TestMember member : group.members.values()) {
                member.autoSync = true;
                if (!member.up) member.restart();
                member.step(
                        new Input.PressureChanged<>(
                                new Pressure(Pressure.Resource.DISK, Pressure.Level.WELL)));
            }
            group.advance(Duration.ofSeconds(8));
        }

        void judge() {
            TestMember leader = group.elect();
            RequestId last = group.put(leader.id.value(), "last");
            group.advance(Duration.ofSeconds(2));
            assertThat(group.isDone(last)).as("seed %s%s", seed, group).isTrue();
            for (var member : leader.raft().configurations.descriptor().members())
                assertThat(group.get(member.replica().value()).disk.state)
                        .as("seed %s: %s%s", seed, member, group)
                        .isEqualTo(leader.disk.state);
            assertThat(leader.disk.state).doesNotHaveDuplicates();
            for (RequestId put : puts)
                assertThat(group.outcomes(put).size()).as("seed %s: %s", seed, put).isLessThan(2);
        }

        EnumSet<RaftMark> marks() {
            EnumSet<RaftMark> marks = EnumSet.noneOf(RaftMark.class);
            for (TestMember member : group.members.values())
                for (var fact : member.facts)
                    if (fact instanceof io.capstan.core.actor.Fact.Marked(RaftMark mark))
                        marks.add(mark);
            return marks;
        }
    }
}
