package io.capstan.client;

import io.capstan.core.Bytes;
import io.capstan.core.Invariant;
import io.capstan.core.consistency.Consistency;
import io.capstan.core.consistency.LevelChoice;
import io.capstan.core.id.ClientId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.id.TableId;
import io.capstan.core.random.Randomness;
import io.capstan.core.request.Ask;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.request.RequestTag;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import io.capstan.core.wire.RequestCodec;
import io.capstan.core.wire.WireWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// One client session: numbers requests, sends them to a contact, repeats them under the same id
/// until they are answered or late, and tells what became of each.
///
/// It owns no thread, clock or socket: time and frames come in as arguments, frames and results
/// leave through [#drainFrames] and [#drainFinished]. One thread at a time.
///
/// Invariants
/// 1. Every request submitted is finished exactly once, at the latest at its deadline.
/// 2. A number is used for one request only, and a level is part of a request; numbers begin at 1
///    and have no gaps.
/// 3. The newest number in flight is less than [ClientOptions#WINDOW] above the lowest.
/// 4. A command is reported refused only if no attempt of it can have taken effect.
public final class ClientCore {
    /// The most bytes of keys and values in one request; more is refused and was never sent.
    public static final int MAX_ASK_BYTES = 4 << 20;

    /// Redirects followed at once; then the session pauses, as the map is in motion.
    private static final int MAX_REDIRECTS = 4;

    private final NodeId endpoint;
    private final ClientId id;
    private final ClientOptions options;
    private final Contacts contacts;
    private final Courier courier;
    private final Pacing pacing;
    private final Session session = new Session();

    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    private final TreeMap<Long, Call> inFlight = new TreeMap<>();
    private final TreeMap<Long, Call> unsettled = new TreeMap<>();
    private final List<Finished> finished = new ArrayList<>();
    private long lastTicket;
    private long lastNumber;
    private HybridTime clusterTime = HybridTime.ZERO;

    /// `endpoint` and `id` are drawn for this session and never used again. `contacts`: the nodes
    /// to ask, at least one.
    public ClientCore(
            NodeId endpoint,
            ClientId id,
            List<NodeId> contacts,
            Randomness random,
            ClientOptions options) {
        Invariant.check(endpoint.isClient(), "%s is no client's endpoint", endpoint);
        this.endpoint = endpoint;
        this.id = id;
        this.options = options;
        this.contacts = new Contacts(contacts, random);
        this.courier = new Courier(endpoint);
        this.pacing = new Pacing(options, random);
    }

    public NodeId endpoint() {
        return endpoint;
    }

    public Session session() {
        return session;
    }

    /// What this session has seen, as text that another session can [#join].
    public String token() {
        return TokenText.print(new TokenText.Carried(courier.cluster(), session.token()));
    }

    /// Takes in what another session has seen. Why that cannot be, where it cannot; then nothing
    /// has changed. Ask a node something first: what a token may claim is judged by what nodes say.
    public Optional<Outcome.Refused> join(TokenText.Carried carried) {
        return session.join(carried, courier.cluster(), clusterTime);
    }

    /// Requests not finished yet, waiting or in flight.
    public int unsettled() {
        return unsettled.size();
    }

    /// Frames received that were malformed or of another cluster.
    public long droppedFrames() {
        return courier.dropped();
    }

    /// Asks the shard that owns the first key. Returns the ticket under which the request will be
    /// [Finished].
    public long submit(
            long monotonicNanos,
            long wallMillis,
            TableId table,
            Consistency level,
            Ask ask,
            Duration deadline) {
        return submit(monotonicNanos, wallMillis, table, ShardId.NONE, level, ask, deadline);
    }

    /// Asks this shard: for scans, which go shard by shard.
    public long submit(
            long monotonicNanos,
            long wallMillis,
            TableId table,
            ShardId shard,
            Consistency level,
            Ask ask,
            Duration deadline) {
        Errand errand = new Errand(table, shard, List.of(level), ask, TraceContext.NONE, deadline);
        return submit(monotonicNanos, wallMillis, errand);
    }

    /// Runs this errand.
    public long submit(long monotonicNanos, long wallMillis, Errand errand) {
        long ticket = ++lastTicket;
        Optional<Outcome.Refused> objection = Objections.to(errand).or(this::overload);
        if (objection.isPresent()) {
            Consistency level =
                    errand.levels().isEmpty() ? Consistency.EVENTUAL : errand.levels().getFirst();
            finished.add(new Finished(ticket, objection.get(), 0, level, NodeId.NONE, 0));
            return ticket;
        }
        Call call = call(ticket, monotonicNanos, wallMillis, errand);
        unsettled.put(ticket, call);
        waiting.addLast(call);
        pacing.wait(call);
        sendWaiting(monotonicNanos);
        return ticket;
    }

    private Call call(long ticket, long monotonicNanos, long wallMillis, Errand errand) {
        long cluster = Math.max(wallMillis, clusterTime.millis());
        HybridTime expiry = HybridTime.ofMillis(cluster + errand.deadline().toMillis());
        long late = monotonicNanos + errand.deadline().toNanos();
        LevelChoice levels = new LevelChoice(errand.levels());
        return new Call(ticket, errand, levels, expiry, monotonicNanos, late);
    }

    private Optional<Outcome.Refused> overload() {
        if (waiting.size() < options.maxQueued() || hasRoom()) return Optional.empty();
        String message =
                waiting.size() + " requests wait in this session already; submit fewer at once";
        return Optional.of(new Outcome.Refused(ErrorCode.OVERLOADED, message));
    }

    /// A frame came in from a contact.
    public void received(NodeId from, Bytes frame, long monotonicNanos) {
        Courier.Delivery delivery = courier.open(frame);
        delivery.turnedAway().ifPresent(why -> turnedAway(from, why));
        contacts.learned(delivery.node(), from);
        clusterTime = HybridTime.max(clusterTime, delivery.hybrid());
        for (Courier.Answer answer : delivery.answers()) {
            Call call = answer.id().client().equals(id) ? inFlight.get(answer.id().number()) : null;
            if (call != null) answered(call, from, answer.outcome(), monotonicNanos);
        }
        sendWaiting(monotonicNanos);
    }

    /// The node does not say which request it means; what waits for it remembers the reason, and is
    /// asked elsewhere once the connection ends.
    private void turnedAway(NodeId contact, Outcome.Refused why) {
        for (Call call : inFlight.values())
            if (call.awaiting && call.contact.equals(contact)) call.lastRefusal = Optional.of(why);
    }

    /// The connection to a contact is gone: what waits for it is asked elsewhere.
    public void lost(NodeId contact, long monotonicNanos) {
        contacts.failed(contact);
        for (Call call : List.copyOf(inFlight.values()))
            if (call.awaiting && call.contact.equals(contact)) pause(call, monotonicNanos);
    }

    private void answered(Call call, NodeId from, Outcome outcome, long now) {
        switch (outcome) {
            case Outcome.Done done -> {
                session.observe(done);
                finish(call, done, from, now);
            }
            case Outcome.Refused refused -> refused(call, from, refused, now);
            case Outcome.Redirected redirected -> redirected(call, from, redirected, now);
            // Nobody knows: the same id, sent again, finds out.
            case Outcome.Unknown _ -> {
                if (isCurrent(call, from)) pause(call, now);
            }
        }
    }

    private void refused(Call call, NodeId from, Outcome.Refused refused, long now) {
        if (endsTheLevel(call, from, refused.code())) {
            call.lastRefusal = Optional.of(refused);
            fallBack(call);
            return;
        }
        if (refused.code().retry() != ErrorCode.Retry.SAFE) {
            finish(call, Verdict.refused(call, refused), from, now);
            return;
        }
        call.lastRefusal = Optional.of(refused);
        if (!isCurrent(call, from)) return;
        contacts.failed(from);
        pause(call, now);
    }

    /// Whether the refusal says that this level is not to be had, and there is a weaker one.
    private static boolean endsTheLevel(Call call, NodeId from, ErrorCode code) {
        if (!call.hasFallback()) return false;
        return code == ErrorCode.LEVEL_UNAVAILABLE
                || (code == ErrorCode.LEVEL_UNPROVEN && isCurrent(call, from));
    }

    /// Asks at the next level, before all that waits: it has had its turn. What may still be
    /// answered at the level before it is nobody's answer any more.
    private void fallBack(Call call) {
        inFlight.remove(call.number);
        call.fallBack();
        waiting.addFirst(call);
        pacing.wait(call);
    }

    private void redirected(Call call, NodeId from, Outcome.Redirected to, long now) {
        if (!isCurrent(call, from)) return;
        Optional<NodeId> leader = contacts.ofNode(to.leader());
        boolean follow =
                leader.isPresent()
                        && !leader.get().equals(from)
                        && ++call.redirects <= MAX_REDIRECTS;
        if (follow) attempt(call, leader.get(), now);
        else pause(call, now);
    }

    /// Whether an answer speaks of the attempt under way, not of one given up before.
    private static boolean isCurrent(Call call, NodeId from) {
        return call.awaiting && call.contact.equals(from);
    }

    /// Time has passed: repeats what is due and gives up what is late.
    public void elapsed(long monotonicNanos) {
        while (pacing.nextNanos() <= monotonicNanos) {
            Call call = unsettled.get(pacing.nextTicket());
            if (call == null) throw new IllegalStateException("a timer of a finished request");
            due(call, monotonicNanos);
        }
        sendWaiting(monotonicNanos);
    }

    private void due(Call call, long now) {
        if (now >= call.deadlineNanos) {
            finish(call, Verdict.late(call), NodeId.NONE, now);
            return;
        }
        if (call.awaiting) contacts.failed(call.contact);
        if (now >= call.levelUntilNanos) fallBack(call);
        else attempt(call, contacts.current(), now);
    }

    /// When [#elapsed] must be called next; `Long.MAX_VALUE`: no need.
    public long nextTimerNanos() {
        return pacing.nextNanos();
    }

    private void sendWaiting(long now) {
        while (!waiting.isEmpty() && hasRoom()) {
            Call call = waiting.removeFirst();
            number(call);
            pacing.share(call, now);
            attempt(call, contacts.current(), now);
        }
    }

    private boolean hasRoom() {
        return inFlight.size() < options.maxInFlight()
                && (inFlight.isEmpty()
                        || lastNumber + 1 - inFlight.firstKey() < ClientOptions.WINDOW);
    }

    private void number(Call call) {
        call.number = ++lastNumber;
        inFlight.put(call.number, call);
        RequestTag tag =
                new RequestTag(new RequestId(id, call.number), inFlight.firstKey(), call.expiry);
        Request request =
                new Request(
                        tag,
                        endpoint,
                        call.errand.table(),
                        call.errand.shard(),
                        0,
                        call.level(),
                        session.token(),
                        call.errand.trace(),
                        Asks.tagged(call.ask(), tag));
        WireWriter out = new WireWriter();
        RequestCodec.INSTANCE.write(request, out);
        call.encoded = out.bytes();
    }

    private void attempt(Call call, NodeId contact, long now) {
        long left = call.deadlineNanos - now;
        courier.request(contact, call.encoded, call.errand.trace(), left / 1_000_000);
        pacing.attempt(call, now);
        call.attempts++;
        call.tries++;
        call.contact = contact;
        call.awaiting = true;
    }

    private void pause(Call call, long now) {
        pacing.pause(call, now);
        call.pauses++;
        call.redirects = 0;
        call.awaiting = false;
    }

    /// `contact`: who brought the answer.
    private void finish(Call call, Outcome outcome, NodeId contact, long now) {
        pacing.finish(call);
        unsettled.remove(call.ticket);
        if (call.number == 0) waiting.remove(call);
        else inFlight.remove(call.number);
        finished.add(
                new Finished(
                        call.ticket,
                        outcome,
                        call.attempts,
                        call.level(),
                        contact,
                        now - call.submittedNanos));
    }

    /// The frames to send now, one a contact where they fit.
    public List<Outgoing> drainFrames() {
        return courier.drain(session.token().seen());
    }

    /// What was settled since the last call, in that order.
    public List<Finished> drainFinished() {
        List<Finished> taken = List.copyOf(finished);
        finished.clear();
        return taken;
    }
}
