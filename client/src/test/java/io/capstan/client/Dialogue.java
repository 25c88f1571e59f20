package io.capstan.client;

import io.capstan.core.Bytes;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.port.Network;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Ask;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.Result;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.Frame;
import io.capstan.core.wire.FrameCodec;
import io.capstan.core.wire.OutcomeCodec;
import io.capstan.core.wire.RequestCodec;
import io.capstan.core.wire.RequestIdCodec;
import io.capstan.core.wire.WireReader;
import io.capstan.core.wire.WireWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A session and the other side of its conversation: shows what it sends, answers as nodes would,
/// and lets time pass.
final class Dialogue {
    static final NodeId N1 = new NodeId(1);
    static final NodeId N2 = new NodeId(2);
    static final NodeId N3 = new NodeId(3);
    static final TableId TABLE = new TableId(7);
    static final ClusterId CLUSTER = new ClusterId(99);
    static final Bytes KEY = Bytes.utf8("k");
    static final Outcome DONE =
            new Outcome.Done(Result.WRITTEN, new ShardId(4), 10, HybridTime.ofMillis(5));

    /// A request and the contact that it went to.
    record Sent(NodeId to, Request request, long remainingMillis) {}

    final NodeId endpoint = NodeId.client(5);
    final ClientCore core;
    long now = 1_000_000_000L;

    Dialogue(ClientOptions options, NodeId... contacts) {
        core =
                new ClientCore(
                        endpoint, new ClientId(42), List.of(contacts), new Randomness(3), options);
    }

    static Dialogue withThree() {
        return new Dialogue(ClientOptions.DEFAULT, N1, N2, N3);
    }

    long submit(Ask ask) {
        return submit(ask, Duration.ofSeconds(10));
    }

    long submit(Ask ask, Duration deadline) {
        return core.submit(now, now / 1_000_000, TABLE, Consistency.LINEARIZABLE, ask, deadline);
    }

    /// A read of [#KEY] that wishes this; the table's own level is linearizable.
    long read(Wish wish) {
        return submit(Asks.get(KEY), wish);
    }

    long submit(Ask ask, Wish wish) {
        Errand errand =
                new Errand(
                        TABLE,
                        ShardId.NONE,
                        wish.levels(Consistency.LINEARIZABLE),
                        ask,
                        TraceContext.NONE,
                        wish.deadline().orElse(Duration.ofSeconds(10)));
        return core.submit(now, now / 1_000_000, errand);
    }

    long put() {
        return submit(Asks.put(KEY, Bytes.utf8("v")));
    }

    List<Sent> sent() {
        List<Sent> sent = new ArrayList<>();
        for (Outgoing outgoing : core.drainFrames())
            for (Envelope envelope : FrameCodec.decode(outgoing.frame()).envelopes())
                sent.add(
                        new Sent(
                                outgoing.to(),
                                RequestCodec.INSTANCE.read(new WireReader(envelope.body())),
                                envelope.remainingMillis()));
        return sent;
    }

    Sent onlySent() {
        List<Sent> sent = sent();
        if (sent.size() != 1) throw new AssertionError("sent " + sent);
        return sent.getFirst();
    }

    void answer(Sent to, Outcome outcome) {
        answer(to.to(), to.to(), to.request().id(), outcome, CLUSTER);
    }

    void answer(NodeId contact, NodeId node, RequestId id, Outcome outcome, ClusterId cluster) {
        WireWriter body = new WireWriter();
        RequestIdCodec.INSTANCE.write(id, body);
        OutcomeCodec.INSTANCE.write(outcome, body);
        Envelope envelope =
                new Envelope(
                        Envelope.OUTCOME,
                        ShardId.NONE,
                        ReplicaId.NONE,
                        ReplicaId.NONE,
                        0,
                        TraceContext.NONE,
                        0,
                        body.bytes());
        Frame.Header header =
                new Frame.Header(
                        Network.Priority.DATA, cluster, node, 1, HybridTime.ofMillis(5), 9);
        core.received(contact, FrameCodec.encode(new Frame(header, List.of(envelope))), now);
    }

    /// A node that takes nothing from this session says why.
    void turnAway(NodeId contact, Outcome.Refused why) {
        Envelope envelope =
                new Envelope(
                        Envelope.REFUSED,
                        ShardId.NONE,
                        ReplicaId.NONE,
                        ReplicaId.NONE,
                        0,
                        TraceContext.NONE,
                        0,
                        OutcomeCodec.INSTANCE.encode(why));
        Frame.Header nobody =
                new Frame.Header(
                        Network.Priority.DATA,
                        ClusterId.UNKNOWN,
                        NodeId.NONE,
                        1,
                        HybridTime.ZERO,
                        1);
        core.received(contact, FrameCodec.encode(new Frame(nobody, List.of(envelope))), now);
    }

    static Outcome refused(ErrorCode code) {
        return new Outcome.Refused(code, "refused with " + code);
    }

    /// Goes to the next moment at which the session wants to be called.
    void toNextTimer() {
        now = core.nextTimerNanos();
        core.elapsed(now);
    }

    void pass(Duration time) {
        now += time.toNanos();
        core.elapsed(now);
    }

    Outcome onlyOutcome() {
        return onlyFinished().outcome();
    }

    Finished onlyFinished() {
        List<Finished> finished = core.drainFinished();
        if (finished.size() != 1) throw new AssertionError("finished " + finished);
        return finished.getFirst();
    }
}
