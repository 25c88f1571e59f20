package io.capstan.node.host;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
import io.capstan.core.actor.Message;
import io.capstan.core.actor.Outbox;
import io.capstan.core.actor.Timer;
import io.capstan.core.log.LogRecord;
import io.capstan.core.log.Position;
import io.capstan.core.log.SnapshotChunk;
import io.capstan.core.log.Wanted;
import io.capstan.core.request.Command;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.shard.ShardDescriptor;
import io.capstan.core.time.HybridTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What one actor has asked of the world in the running turn, by kind, in order. The lists are
/// emptied and used again every turn.
///
/// Timers are the one exception: they are set in the host's order of timers at once, because
/// nothing outside can see a timer before the turn is over.
final class HostOutbox<M extends Message> implements Outbox<M> {
    record Persist(long ticket, LogRecord record) {}

    /// `ticket` 0: waits for nothing.
    record Send<M extends Message>(long ticket, Address to, M message) {}

    record Serve(RequestId id, Position notBefore) {}

    record Reply(RequestId id, Outcome outcome) {}

    record Fetch(long ticket, Wanted what) {}

    record Install(long ticket, SnapshotChunk chunk) {}

    /// A step of the state machine: what is applied at an index of the log.
    sealed interface Step {
        long index();

        long term();

        HybridTime stamp();

        record Apply(long index, long term, HybridTime stamp, Command command) implements Step {}

        record Skip(long index, long term, HybridTime stamp) implements Step {}

        record Adopt(long index, long term, HybridTime stamp, ShardDescriptor descriptor)
                implements Step {}
    }

    final List<Persist> persists = new ArrayList<>();
    final List<Send<M>> sends = new ArrayList<>();
    final List<Step> steps = new ArrayList<>();
    final List<Serve> serves = new ArrayList<>();
    final List<Reply> replies = new ArrayList<>();
    final List<Request> calls = new ArrayList<>();
    final List<Fetch> fetches = new ArrayList<>();
    final List<Install> installs = new ArrayList<>();
    final List<Fact> facts = new ArrayList<>();

    private final Address owner;
    private final Tickets tickets;
    private final Timers timers;
    private long nowNanos;

    HostOutbox(Address owner, Tickets tickets, Timers timers) {
        this.owner = owner;
        this.tickets = tickets;
        this.timers = timers;
    }

    /// The turn's monotonic time, from which timers are counted.
    void at(long monotonicNanos) {
        nowNanos = monotonicNanos;
    }

    /// Forgets everything asked for: after it was carried out, or because the actor broke.
    void clear() {
        persists.clear();
        sends.clear();
        steps.clear();
        serves.clear();
        replies.clear();
        calls.clear();
        fetches.clear();
        installs.clear();
        facts.clear();
    }

    @Override
    public long persist(LogRecord record) {
        long ticket = tickets.draw();
        persists.add(new Persist(ticket, record));
        return ticket;
    }

    @Override
    public void send(Address to, M message) {
        sends.add(new Send<>(0, to, message));
    }

    @Override
    public void sendAfter(long ticket, Address to, M message) {
        sends.add(new Send<>(ticket, to, message));
    }

    @Override
    public void apply(Position at, long term, HybridTime stamp, Command command) {
        steps.add(new Step.Apply(index(at), term, stamp, command));
    }

    @Override
    public void skip(Position at, long term, HybridTime stamp) {
        steps.add(new Step.Skip(index(at), term, stamp));
    }

    @Override
    public void adopt(Position at, long term, HybridTime stamp, ShardDescriptor descriptor) {
        steps.add(new Step.Adopt(index(at), term, stamp, descriptor));
    }

    @Override
    public void serve(RequestId id, Position notBefore) {
        serves.add(new Serve(id, notBefore));
    }

    @Override
    public void reply(RequestId id, Outcome outcome) {
        replies.add(new Reply(id, outcome));
    }

    @Override
    public void call(Request request) {
        calls.add(request);
    }

    @Override
    public long fetch(Wanted what) {
        long ticket = tickets.draw();
        fetches.add(new Fetch(ticket, what));
        return ticket;
    }

    @Override
    public long install(SnapshotChunk chunk) {
        long ticket = tickets.draw();
        installs.add(new Install(ticket, chunk));
        return ticket;
    }

    @Override
    public void schedule(Timer timer, Duration after) {
        timers.schedule(owner, timer, nowNanos + after.toNanos());
    }

    @Override
    public void cancel(Timer timer) {
        timers.cancel(owner, timer);
    }

    @Override
    public void publish(Fact fact) {
        facts.add(fact);
    }

    static long index(Position position) {
        return switch (position) {
            case Position.Index index -> index.value();
        };
    }
}
