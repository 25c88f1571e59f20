package io.capstan.replication.raft;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Timer;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.log.Answer;
import io.capstan.core.log.Entry;
import io.capstan.core.log.Position;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.log.Wanted;
import io.capstan.core.protocol.ReplicationOptions;
import io.capstan.core.protocol.Seat;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Command;
import io.capstan.core.request.Mutation;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridClock;
import io.capstan.core.time.Now;
import io.capstan.core.time.TimeInterval;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A small host of one replica: its disk, its timers, its state machine (a list of texts).
///
/// Nothing is durable before [#sync] unless `autoSync`; nothing leaves but through [TestGroup].
final class TestMember {
    /// The host's answers to requests, oldest first: `put` outcomes and reads served.
    record Answered(RequestId id, Outcome outcome) {}

    record Served(RequestId id, long index, List<String> state) {}

    private record Taken(long term, ShardDescriptor descriptor, List<String> texts) {}

    private static final int CHUNK_TEXTS = 4;
    private static final long WALL_ZERO_MILLIS = 1_000_000;

    final ReplicaId id;
    final Address address;
    final TestDisk disk;
    final List<Effect> history = new ArrayList<>();
    final List<Answered> answers = new ArrayList<>();
    final List<Served> served = new ArrayList<>();
    final List<Fact> facts = new ArrayList<>();
    boolean up;
    boolean autoSync = true;
    boolean autoApply = true;
    long wallSkewMillis;
    RaftReplica replica;

    private final TestGroup group;
    private final ReplicationOptions options;
    private final HybridClock hybrid = new HybridClock(1000);
    private RecordingOutbox out = new RecordingOutbox();
    private final TreeMap<String, Long> timers = new TreeMap<>();
    private final ArrayDeque<Input<RaftMessage>> inputs = new ArrayDeque<>();
    private final List<Effect.Send> waiting = new ArrayList<>();
    private final List<Effect.Serve> serving = new ArrayList<>();
    private final TreeMap<RequestId, Long> commands = new TreeMap<>();
    private final Map<Long, Taken> snapshots = new TreeMap<>();
    private long durableTicket;
    private int lives;

    TestMember(
            TestGroup group, ReplicaId id, ShardDescriptor descriptor, ReplicationOptions options) {
        this.group = group;
        this.id = id;
        this.options = options;
        this.address = new Address(new NodeId(id.value()), descriptor.shard(), id);
        this.disk = new TestDisk(descriptor);
        start();
    }

    // ------------------------------------------------------------------ life

    private void start() {
        up = true;
        Randomness random = new Randomness(id.value()).stream("life " + lives++);
        Seat seat = new Seat(disk.descriptor, id, address.node(), random, options);
        replica = new RaftReplica(seat, disk.recovered(id));
        out = new RecordingOutbox();
        durableTicket = 0;
        step(new Input.TimerFired<>(Timer.OPEN));
    }

    void crash() {
        up = false;
        timers.clear();
        inputs.clear();
        waiting.clear();
        serving.clear();
        commands.clear();
        snapshots.clear();
        disk.crash();
    }

    void restart() {
        if (up) crash();
        start();
    }

    Now now() {
        long millis = WALL_ZERO_MILLIS + group.nanos / 1_000_000 + wallSkewMillis;
        return new Now(group.nanos, TimeInterval.around(millis, 250), hybrid.tick(millis));
    }

    // ------------------------------------------------------------------ steps

    void step(Input<RaftMessage> input) {
        if (!up) return;
        replica.on(now(), input, out);
        replica.checkInvariants();
        group.stepped(this);
        for (Effect effect : out.take()) {
            history.add(effect);
            carryOut(effect);
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Persist(long ticket, var record) -> disk.write(ticket, record);
            case Effect.Send send -> {
                if (send.ticket() <= durableTicket) group.send(this, send.to(), send.message());
                else waiting.add(send);
            }
            case Effect.Apply apply -> apply(apply);
            case Effect.Skip skip -> passed(skip.index(), skip.term());
            case Effect.Adopt adopt -> {
                disk.descriptor = adopt.descriptor();
                passed(adopt.index(), adopt.term());
            }
            case Effect.Serve serve -> {
                serving.add(serve);
                serve();
            }
            case Effect.Reply(RequestId request, Outcome outcome) -> answer(request, outcome);
            case Effect.Call c -> throw new IllegalStateException("raft calls nobody");
            case Effect.Fetch(long ticket, Wanted what) ->
                    inputs.add(new Input.Fetched<>(ticket, fetched(what)));
            case Effect.Install(long ticket, SnapshotChunk chunk) -> install(ticket, chunk);
            case Effect.Schedule(Timer timer, var after) ->
                    timers.put(timer.name(), group.nanos + after.toNanos());
            case Effect.Cancel(Timer timer) -> timers.remove(timer.name());
            case Effect.Publish(Fact fact) -> facts.add(fact);
        }
    }

    private void answer(RequestId request, Outcome outcome) {
        commands.remove(request);
        answers.add(new Answered(request, outcome));
    }

    private void apply(Effect.Apply apply) {
        Command.Operation operation = (Command.Operation) apply.command();
        Mutation.Put put = (Mutation.Put) operation.mutations().getFirst();
        disk.state.add(put.value().utf8());
        if (commands.remove(operation.tag().id()) != null) {
            Outcome done =
                    new Outcome.Done(Result.WRITTEN, address.shard(), apply.index(), apply.stamp());
            answers.add(new Answered(operation.tag().id(), done));
        }
        passed(apply.index(), apply.term());
    }

    private void passed(long index, long term) {
        if (index != disk.applied + 1)
            throw new IllegalStateException(id + " applies " + index + " after " + disk.applied);
        disk.applied = index;
        disk.appliedTerm = term;
        if (autoApply) inputs.add(new Input.Applied<>(new Position.Index(index)));
        serve();
    }

    private void serve() {
        serving.removeIf(one -> {
            if (one.notBefore() > disk.applied) return false;
            served.add(new Served(one.id(), disk.applied, List.copyOf(disk.state)));
            return true;
        });
    }

    private Answer fetched(Wanted what) {
        return switch (what) {
            case Wanted.Entries(long from, long until, int maxBytes) -> {
                List<Entry> found = new ArrayList<>();
                for (Entry entry : disk.entries())
                    if (entry.index() >= from && entry.index() < until) found.add(entry);
                yield found.isEmpty() || found.getFirst().index() != from
                        ? new Answer.Missing("compacted")
                        : new Answer.Entries(found);
            }
            case Wanted.Chunk(long index, int number) -> chunk(index, number);
            case Wanted.Digest d -> new Answer.Digest(disk.applied, disk.state.hashCode());
        };
    }

    private Answer chunk(long index, int number) {
        long at = number == 0 && index == 0 ? disk.applied : index;
        if (number == 0)
            snapshots.putIfAbsent(
                    at, new Taken(disk.appliedTerm, disk.descriptor, List.copyOf(disk.state)));
        Taken taken = snapshots.get(at);
        if (taken == null) return new Answer.Missing("given up");
        List<String> texts = taken.texts();
        int from = Math.min(number * CHUNK_TEXTS, texts.size());
        int until = Math.min(from + CHUNK_TEXTS, texts.size());
        Bytes data = Bytes.utf8(String.join("\n", texts.subList(from, until)));
        return new Answer.Chunk(
                new SnapshotChunk(
                        at, taken.term(), taken.descriptor(), number, until == texts.size(), data));
    }

    private void install(long ticket, SnapshotChunk chunk) {
        disk.sync(Integer.MAX_VALUE);
        if (chunk.number() == 0) disk.chunks.clear();
        disk.chunks.add(chunk.data());
        if (!chunk.last()) {
            disk.unfinished =
                    java.util.Optional.of(
                            new SnapshotChunk(
                                    chunk.index(),
                                    chunk.term(),
                                    chunk.descriptor(),
                                    chunk.number(),
                                    false,
                                    Bytes.EMPTY));
            inputs.add(new Input.Persisted<>(ticket));
            return;
        }
        disk.state.clear();
        for (Bytes part : disk.chunks)
            if (!part.isEmpty()) disk.state.addAll(List.of(part.utf8().split("\n")));
        disk.reset(chunk.index(), chunk.term());
        disk.descriptor = chunk.descriptor();
        disk.applied = chunk.index();
        disk.appliedTerm = chunk.term();
        disk.unfinished = java.util.Optional.empty();
        inputs.add(new Input.Persisted<>(ticket));
        inputs.add(new Input.Applied<>(new Position.Index(chunk.index())));
    }

    /// The host forgets the snapshots it took.
    void giveSnapshotsUp() {
        snapshots.clear();
    }

    /// Makes everything written durable.
    void sync() {
        sync(Integer.MAX_VALUE);
    }

    /// Makes the oldest `count` records durable.
    void sync(int count) {
        long ticket = disk.sync(count);
        if (ticket > 0) inputs.add(new Input.Persisted<>(ticket));
    }

    /// Takes everything that waits here; returns whether there was anything.
    boolean settle() {
        boolean any = false;
        while (up) {
            if (autoSync && disk.hasPending()) sync();
            Input<RaftMessage> input = inputs.poll();
            if (input == null && isDue("flush")) input = due("flush");
            if (input == null) break;
            any = true;
            if (input instanceof Input.Persisted<RaftMessage>(long ticket)) release(ticket);
            step(input);
        }
        return any;
    }

    private boolean isDue(String timer) {
        Long at = timers.get(timer);
        return at != null && at <= group.nanos;
    }

    private Input<RaftMessage> due(String timer) {
        timers.remove(timer);
        return new Input.TimerFired<>(new Timer(timer));
    }

    private void release(long ticket) {
        durableTicket = Math.max(durableTicket, ticket);
        waiting.removeIf(send -> {
            if (send.ticket() > durableTicket) return false;
            group.send(this, send.to(), send.message());
            return true;
        });
    }

    // ------------------------------------------------------------------ time

    /// When the next timer is due, or the end of time.
    long nextTimer() {
        long next = Long.MAX_VALUE;
        if (up) for (long at : timers.values()) next = Math.min(next, at);
        return next;
    }

    void fireDue() {
        for (String timer : List.copyOf(timers.keySet())) if (up && isDue(timer)) step(due(timer));
    }

    void fire(String timer) {
        step(due(timer));
    }

    boolean hasTimers() {
        return !timers.isEmpty();
    }

    // ------------------------------------------------------------------ asking

    void ask(io.capstan.core.request.Request request) {
        if (request.ask() instanceof Command) commands.put(request.id(), group.nanos);
        step(new Input.Requested<>(request));
    }

    void receive(Address from, RaftMessage message) {
        step(new Input.Received<>(from, message));
    }

    boolean leads() {
        return up && replica.state.role instanceof Leader;
    }

    RaftState raft() {
        return replica.state;
    }

    @Override
    public String toString() {
        return id + (up ? " " + replica.status() : " down");
    }
}
