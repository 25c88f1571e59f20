package io.capstan.replication.raft;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
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

/// Keeps what an actor asked for, in order.
final class RecordingOutbox implements Outbox<RaftMessage> {
    private final List<Effect> effects = new ArrayList<>();
    private long tickets;

    List<Effect> take() {
        List<Effect> taken = List.copyOf(effects);
        effects.clear();
        return taken;
    }

    private long ticket() {
        return ++tickets;
    }

    @Override
    public long persist(LogRecord record) {
        long ticket = ticket();
        effects.add(new Effect.Persist(ticket, record));
        return ticket;
    }

    @Override
    public void send(Address to, RaftMessage message) {
        effects.add(new Effect.Send(0, to, message));
    }

    @Override
    public void sendAfter(long ticket, Address to, RaftMessage message) {
        effects.add(new Effect.Send(ticket, to, message));
    }

    @Override
    public void apply(Position at, long term, HybridTime stamp, Command command) {
        effects.add(new Effect.Apply(index(at), term, stamp, command));
    }

    @Override
    public void skip(Position at, long term, HybridTime stamp) {
        effects.add(new Effect.Skip(index(at), term, stamp));
    }

    @Override
    public void adopt(Position at, long term, HybridTime stamp, ShardDescriptor descriptor) {
        effects.add(new Effect.Adopt(index(at), term, stamp, descriptor));
    }

    @Override
    public void serve(RequestId id, Position notBefore) {
        effects.add(new Effect.Serve(id, index(notBefore)));
    }

    @Override
    public void reply(RequestId id, Outcome outcome) {
        effects.add(new Effect.Reply(id, outcome));
    }

    @Override
    public void call(Request request) {
        effects.add(new Effect.Call(request));
    }

    @Override
    public long fetch(Wanted what) {
        long ticket = ticket();
        effects.add(new Effect.Fetch(ticket, what));
        return ticket;
    }

    @Override
    public long install(SnapshotChunk chunk) {
        long ticket = ticket();
        effects.add(new Effect.Install(ticket, chunk));
        return ticket;
    }

    @Override
    public void schedule(Timer timer, Duration after) {
        effects.add(new Effect.Schedule(timer, after));
    }

    @Override
    public void cancel(Timer timer) {
        effects.add(new Effect.Cancel(timer));
    }

    @Override
    public void publish(Fact fact) {
        effects.add(new Effect.Publish(fact));
    }

    private static long index(Position at) {
        return switch (at) {
            case Position.Index index -> index.value();
        };
    }
}
