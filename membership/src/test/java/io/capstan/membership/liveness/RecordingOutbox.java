package io.capstan.membership.liveness;

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
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// Keeps what an actor that only talks, waits and publishes has asked for; every other wish is a
/// mistake.
final class RecordingOutbox<M extends Message> implements Outbox<M> {
    record Sent<M>(Address to, M message) {}

    final List<Sent<M>> sent = new ArrayList<>();
    final List<Fact> facts = new ArrayList<>();
    final SortedMap<String, Duration> timers = new TreeMap<>();

    @Override
    public void send(Address to, M message) {
        sent.add(new Sent<>(to, message));
    }

    @Override
    public void schedule(Timer timer, Duration after) {
        timers.put(timer.name(), after);
    }

    /// How long the timer was last asked to wait.
    Duration delay(Timer timer) {
        return Objects.requireNonNull(timers.get(timer.name()), timer + " is not pending");
    }

    @Override
    public void publish(Fact fact) {
        facts.add(fact);
    }

    @Override
    public void cancel(Timer timer) {
        timers.remove(timer.name());
    }

    @Override
    public long persist(LogRecord record) {
        throw unasked("persist");
    }

    @Override
    public void sendAfter(long ticket, Address to, M message) {
        throw unasked("sendAfter");
    }

    @Override
    public void apply(Position at, long term, HybridTime stamp, Command command) {
        throw unasked("apply");
    }

    @Override
    public void skip(Position at, long term, HybridTime stamp) {
        throw unasked("skip");
    }

    @Override
    public void adopt(Position at, long term, HybridTime stamp, ShardDescriptor descriptor) {
        throw unasked("adopt");
    }

    @Override
    public void serve(RequestId id, Position notBefore) {
        throw unasked("serve");
    }

    @Override
    public void reply(RequestId id, Outcome outcome) {
        throw unasked("reply");
    }

    @Override
    public void call(Request request) {
        throw unasked("call");
    }

    @Override
    public long fetch(Wanted what) {
        throw unasked("fetch");
    }

    @Override
    public long install(SnapshotChunk chunk) {
        throw unasked("install");
    }

    private static AssertionError unasked(String effect) {
        return new AssertionError("the liveness layer has no business with " + effect);
    }
}
