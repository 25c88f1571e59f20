package io.capstan.bench.hot;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Outbox;
import io.capstan.core.actor.Replica;
import io.capstan.core.actor.Timer;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.log.LogRecord;
import io.capstan.core.log.Position;
import io.capstan.core.log.Recovered;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.log.Wanted;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.core.protocol.Seat;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.shard.Configuration;
import io.capstan.core.shard.KeyRange;
import io.capstan.core.shard.Partitioning;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridClock;
import io.capstan.core.time.HybridTime;
import io.capstan.core.time.Now;
import io.capstan.core.time.TimeInterval;
import io.capstan.replication.raft.RaftMessage;
import io.capstan.replication.raft.RaftProtocol;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Three replicas of one shard in memory, the first of which leads: a network that loses nothing,
/// disks that hold nothing, and nothing of a host but its turns. What is measured is the protocol.
///
/// As in a host, a turn takes in all that waits before its writes become durable, so that puts
/// asked for together share one record, one message a peer and one acknowledgement.
final class RaftTrio {
    private static final int MEMBERS = 3;
    private static final long TURN_NANOS = 10_000;

    /// After so long without a leader any replica may stand for election.
    private static final long ELECTION_NANOS = 60_000_000_000L;

    private static final long WALL_MILLIS = 1_000_000_000;
    private static final int CLOCK_ERROR_MILLIS = 250;

    private final List<Member> members = new ArrayList<>();
    private long nanos = 1_000_000_000;
    private long inputs;

    RaftTrio() {
        ShardDescriptor descriptor = descriptor();
        for (io.capstan.core.shard.Member member : descriptor.members())
            members.add(new Member(descriptor, member));
        for (Member member : members) member.take(new Input.TimerFired<>(Timer.OPEN));
        settle();
        nanos += ELECTION_NANOS;
        members.getFirst().take(new Input.TimerFired<>(new Timer("election")));
        settle();
    }

    private static ShardDescriptor descriptor() {
        List<io.capstan.core.shard.Member> all = new ArrayList<>();
        TreeSet<ReplicaId> voters = new TreeSet<>();
        for (long id = 1; id <= MEMBERS; id++) {
            all.add(new io.capstan.core.shard.Member(new ReplicaId(id), new NodeId(id)));
            voters.add(new ReplicaId(id));
        }
        return new ShardDescriptor(
                new ShardId(7),
                new TableId(9),
                Partitioning.HASH,
                KeyRange.ALL,
                1,
                all,
                new Configuration(voters, new TreeSet<>(), new TreeSet<>(), new TreeSet<>()));
    }

    /// Asks the leader, without a turn yet.
    void ask(Request request) {
        members.getFirst().take(new Input.Requested<>(request));
    }

    /// Turns until nothing is left to do.
    void settle() {
        boolean any = true;
        while (any) {
            any = false;
            for (Member member : members) any |= member.turn();
        }
    }

    /// Commands applied by the leader so far.
    long applied() {
        return members.getFirst().commands;
    }

    /// Commands applied by the replica that is furthest behind.
    long appliedByAll() {
        return members.stream().mapToLong(member -> member.commands).min().orElse(0);
    }

    /// Inputs that the three replicas have taken so far.
    long inputs() {
        return inputs;
    }

    private record Waiting(long ticket, Address to, RaftMessage message) {}

    /// One replica and the part of its host that it cannot do without.
    final class Member implements Outbox<RaftMessage> {
        private final Address address;
        private final Replica<RaftMessage> replica;
        private final HybridClock hybrid = new HybridClock(CLOCK_ERROR_MILLIS);
        private final ArrayDeque<Input<RaftMessage>> inbox = new ArrayDeque<>();
        private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        private final ArrayDeque<Timer> dueAtOnce = new ArrayDeque<>();
        private long lastTicket;
        private long durableTicket;
        private long appliedIndex;
        private long toldIndex;
        private long commands;

        Member(ShardDescriptor descriptor, io.capstan.core.shard.Member self) {
            address = new Address(self.node(), descriptor.shard(), self.replica());
            Seat seat =
                    new Seat(
                            descriptor,
                            self.replica(),
                            self.node(),
                            new Randomness(self.replica().value()),
                            ReplicationOptions.DEFAULT);
            replica = new RaftProtocol().open(seat, justFounded(descriptor, self.replica()));
        }

        private static Recovered justFounded(ShardDescriptor descriptor, ReplicaId self) {
            return new Recovered(
                    self,
                    Optional.empty(),
                    0,
                    0,
                    List.of(),
                    0,
                    0,
                    0,
                    descriptor,
                    List.of(),
                    Optional.empty(),
                    true);
        }

        void take(Input<RaftMessage> input) {
            inbox.addLast(input);
        }

        /// Takes in what waits, and then what the turn itself brought about. False: nothing did.
        boolean turn() {
            boolean any = false;
            for (Input<RaftMessage> input = next(); input != null; input = next()) {
                nanos += TURN_NANOS;
                inputs++;
                replica.on(now(), input, this);
                any = true;
            }
            return any;
        }

        private @Nullable Input<RaftMessage> next() {
            Input<RaftMessage> input = inbox.poll();
            if (input != null) return input;
            Timer timer = dueAtOnce.poll();
            if (timer != null) return new Input.TimerFired<>(timer);
            if (durableTicket < lastTicket) return persisted();
            if (toldIndex == appliedIndex) return null;
            toldIndex = appliedIndex;
            return new Input.Applied<>(new Position.Index(appliedIndex));
        }

        private Input<RaftMessage> persisted() {
            durableTicket = lastTicket;
            while (!waiting.isEmpty()) {
                Waiting letter = waiting.removeFirst();
                send(letter.to(), letter.message());
            }
            return new Input.Persisted<>(durableTicket);
        }

        private Now now() {
            long millis = WALL_MILLIS + nanos / 1_000_000;
            return new Now(
                    nanos, TimeInterval.around(millis, CLOCK_ERROR_MILLIS), hybrid.tick(millis));
        }

        @Override
        public long persist(LogRecord record) {
            return ++lastTicket;
        }

        @Override
        public void send(Address to, RaftMessage message) {
            members.get((int) to.replica().value() - 1)
                    .take(new Input.Received<>(address, message));
        }

        @Override
        public void sendAfter(long ticket, Address to, RaftMessage message) {
            if (ticket <= durableTicket) send(to, message);
            else waiting.addLast(new Waiting(ticket, to, message));
        }

        @Override
        public void apply(Position at, long term, HybridTime stamp, Command command) {
            commands++;
            passed(at);
        }

        @Override
        public void skip(Position at, long term, HybridTime stamp) {
            passed(at);
        }

        @Override
        public void adopt(Position at, long term, HybridTime stamp, ShardDescriptor descriptor) {
            passed(at);
        }

        private void passed(Position at) {
            appliedIndex =
                    switch (at) {
                        case Position.Index(long index) -> index;
                    };
        }

        @Override
        public void schedule(Timer timer, Duration after) {
            if (after.isZero()) dueAtOnce.addLast(timer);
        }

        @Override
        public void cancel(Timer timer) {
            dueAtOnce.remove(timer);
        }

        @Override
        public void publish(Fact fact) {
            // Nobody listens.
        }

        @Override
        public void reply(RequestId id, Outcome outcome) {
            throw unexpected("the reply " + outcome);
        }

        @Override
        public void serve(RequestId id, Position notBefore) {
            throw unexpected("a read");
        }

        @Override
        public void call(Request request) {
            throw unexpected("a call");
        }

        @Override
        public long fetch(Wanted what) {
            throw unexpected("a fetch of " + what);
        }

        @Override
        public long install(SnapshotChunk chunk) {
            throw unexpected("a snapshot");
        }

        private static IllegalStateException unexpected(String what) {
            return new IllegalStateException(what + " has no place in these measurements");
        }
    }
}
