package io.capstan.replication.raft;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Address;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.SessionToken;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.log.Entry;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.core.request.Administer;
import io.capstan.core.request.Ask;
import io.capstan.core.request.Command;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Query;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Member;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/// A few replicas of one shard, a network and a clock, all in the hands of the test: nothing moves
/// unless it is told to.
final class TestGroup {
    record Letter(long number, ReplicaId from, ReplicaId to, RaftMessage message) {
        @Override
        public String toString() {
            return from + "->" + to + " " + message;
        }
    }

    static final ShardId SHARD = new ShardId(7);

    /// The defaults, but that no story falls asleep.
    static final ReplicationOptions OPTIONS = Options.with(o -> {});

    final TreeMap<Long, TestMember> members = new TreeMap<>();
    final List<Letter> network = new ArrayList<>();
    final ReplicationOptions options;
    long nanos = 1_000_000_000L;
    private final RaftGroupInvariants invariants = new RaftGroupInvariants();
    private BiPredicate<Letter, TestGroup> lost = (letter, group) -> false;
    private long requests;
    private long letters;

    private TestGroup(ReplicationOptions options) {
        this.options = options;
    }

    static TestGroup of(int voters) {
        return of(OPTIONS, voters);
    }

    static TestGroup of(ReplicationOptions options, int voters) {
        return of(options, ids(1, voters), List.of());
    }

    static TestGroup of(
            ReplicationOptions options, List<ReplicaId> voters, List<ReplicaId> learners) {
        TestGroup group = new TestGroup(options);
        ShardDescriptor descriptor = descriptor(1, voters, learners);
        for (ReplicaId id : descriptor.configuration().everyone()) group.add(id, descriptor);
        return group;
    }

    static ReplicaId r(long id) {
        return new ReplicaId(id);
    }

    static List<ReplicaId> ids(long from, long until) {
        List<ReplicaId> ids = new ArrayList<>();
        for (long id = from; id <= until; id++) ids.add(r(id));
        return ids;
    }

    static Member member(long id) {
        return new Member(r(id), new NodeId(id));
    }

    static ShardDescriptor descriptor(
            long epoch, Collection<ReplicaId> voters, Collection<ReplicaId> learners) {
        Configuration configuration =
                new Configuration(
                        new TreeSet<>(voters),
                        new TreeSet<>(),
                        new TreeSet<>(learners),
                        new TreeSet<>());
        List<Member> all = new ArrayList<>();
        for (ReplicaId id : configuration.everyone()) all.add(member(id.value()));
        return new ShardDescriptor(
                SHARD, new TableId(9), Partitioning.HASH, KeyRange.ALL, epoch, all, configuration);
    }

    TestMember add(ReplicaId id, ShardDescriptor descriptor) {
        TestMember member = new TestMember(this, id, descriptor, options);
        members.put(id.value(), member);
        return member;
    }

    /// A replica that its group will add: it knows nothing yet.
    TestMember addUnborn(long id) {
        return add(r(id), descriptor(0, List.of(r(id)), List.of()));
    }

    TestMember get(long id) {
        TestMember member = members.get(id);
        if (member == null) throw new AssertionError("no member r" + id);
        return member;
    }

    // ------------------------------------------------------------------ network

    void send(TestMember from, Address to, RaftMessage message) {
        network.add(new Letter(++letters, from.id, to.replica(), message));
    }

    /// From now on letters that this accepts are lost when they would arrive.
    void lose(BiPredicate<Letter, TestGroup> which) {
        lost = which;
    }

    void heal() {
        lost = (letter, group) -> false;
    }

    /// Nobody outside `side` hears anybody inside, nor the other way round.
    void partition(Long... side) {
        List<Long> inside = List.of(side);
        lose((letter, group) ->
                inside.contains(letter.from().value()) != inside.contains(letter.to().value()));
    }

    void stepped(TestMember member) {
        invariants.stepped(member.id, member.replica);
    }

    /// Delivers everything, and what comes of it, until nothing moves.
    void settle() {
        boolean any = true;
        while (any) {
            any = false;
            for (TestMember member : members.values()) any |= member.settle();
            any |= deliver(letter -> true);
        }
    }

    /// Delivers the letters that wait now and pass; returns whether there were any.
    boolean deliver(java.util.function.Predicate<Letter> which) {
        List<Letter> due = new ArrayList<>();
        network.removeIf(letter -> {
            if (which.test(letter)) due.add(letter);
            return which.test(letter);
        });
        for (Letter letter : due) {
            TestMember to = members.get(letter.to().value());
            if (to == null || !to.up || lost.test(letter, this)) continue;
            to.receive(addressOf(letter.from()), RaftWire.overTheWire(letter.message()));
        }
        return !due.isEmpty();
    }

    /// Forgets the letters that wait now and pass.
    void drop(java.util.function.Predicate<Letter> which) {
        network.removeIf(which);
    }

    Address addressOf(ReplicaId id) {
        return new Address(new NodeId(id.value()), SHARD, id);
    }

    /// The network brings this letter twice.
    void duplicate(Letter letter) {
        network.add(new Letter(++letters, letter.from(), letter.to(), letter.message()));
    }

    // ------------------------------------------------------------------ time

    void advance(Duration by) {
        long end = nanos + by.toNanos();
        while (true) {
            settle();
            long next = end;
            for (TestMember member : members.values()) next = Math.min(next, member.nextTimer());
            nanos = Math.max(nanos, next);
            if (nanos >= end && members.values().stream().noneMatch(m -> m.nextTimer() <= end))
                break;
            for (TestMember member : members.values()) member.fireDue();
        }
        settle();
    }

    /// Lets time pass until somebody leads whom a majority follows.
    TestMember elect() {
        for (int i = 0; i < 200; i++) {
            advance(Duration.ofMillis(100));
            for (TestMember member : members.values())
                if (member.leads() && member.raft().commit >= firstIndex(member)) return member;
        }
        throw new AssertionError("nobody leads: " + this);
    }

    private static long firstIndex(TestMember member) {
        return ((Leader) member.raft().role).firstIndex;
    }

    /// Makes this one leader: it stands as soon as its timer fires, and the others keep still.
    TestMember elect(long id) {
        TestMember chosen = get(id);
        nanos += 3 * options.electionTimeout().toNanos();
        chosen.fire("election");
        settle();
        if (!chosen.leads()) throw new AssertionError(chosen + " was not elected: " + this);
        return chosen;
    }

    // ------------------------------------------------------------------ asking

    RequestId put(long at, String text) {
        Bytes value = Bytes.utf8(text);
        RequestTag tag = tag();
        Ask ask = new Command.Operation(tag, List.of(), List.of(new Mutation.Put(value, value)));
        get(at).ask(request(tag, Consistency.LINEARIZABLE, SessionToken.NONE, ask));
        return tag.id();
    }

    RequestId read(long at, Consistency level) {
        return read(at, level, SessionToken.NONE);
    }

    RequestId read(long at, Consistency level, SessionToken token) {
        RequestTag tag = tag();
        get(at).ask(request(tag, level, token, new Query.Get(List.of(Bytes.utf8("k")))));
        return tag.id();
    }

    RequestId digest(long at, HybridTime time) {
        RequestTag tag = tag();
        Ask ask = new Query.Digest(r(at), time, Bytes.EMPTY, 10);
        get(at).ask(request(tag, Consistency.EVENTUAL, SessionToken.NONE, ask));
        return tag.id();
    }

    RequestId administer(long at, Administer deed) {
        RequestTag tag = tag();
        get(at).ask(request(tag, Consistency.LINEARIZABLE, SessionToken.NONE, deed));
        return tag.id();
    }

    RequestId change(long at, Administer.MemberChange... changes) {
        long epoch = get(at).raft().configurations.descriptor().epoch();
        return administer(at, new Administer.ChangeMembers(epoch, List.of(changes)));
    }

    private RequestTag tag() {
        return new RequestTag(new RequestId(new ClientId(1), ++requests), 1, HybridTime.MAX);
    }

    private static Request request(RequestTag tag, Consistency level, SessionToken token, Ask ask) {
        return new Request(
                tag,
                NodeId.client(1),
                new TableId(9),
                SHARD,
                0,
                level,
                token,
                TraceContext.NONE,
                ask);
    }

    /// What became of a request, wherever it was answered.
    List<Outcome> outcomes(RequestId id) {
        List<Outcome> found = new ArrayList<>();
        for (TestMember member : members.values())
            for (TestMember.Answered one : member.answers)
                if (one.id().equals(id)) found.add(one.outcome());
        return found;
    }

    List<TestMember.Served> served(RequestId id) {
        List<TestMember.Served> found = new ArrayList<>();
        for (TestMember member : members.values())
            for (TestMember.Served one : member.served) if (one.id().equals(id)) found.add(one);
        return found;
    }

    boolean isDone(RequestId id) {
        List<Outcome> found = outcomes(id);
        return found.size() == 1 && found.getFirst() instanceof Outcome.Done;
    }

    /// `term/index` of every entry in a member's log, as [RaftLog] sees it.
    static String log(TestMember member) {
        StringBuilder text = new StringBuilder();
        for (Entry entry : member.disk.entries()) {
            text.append(text.isEmpty() ? "" : " ").append(entry.term()).append('/');
            text.append(entry.index());
        }
        return text.toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (TestMember member : members.values()) text.append('\n').append(member);
        return text.toString();
    }
}
