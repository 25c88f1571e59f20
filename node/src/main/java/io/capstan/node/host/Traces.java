package io.capstan.node.host;

import io.capstan.core.actor.Address;
import io.capstan.core.id.NodeId;
import io.capstan.core.log.Entry;
import io.capstan.core.log.LogRecord;
import io.capstan.core.request.AskKind;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.shard.Member;
import io.capstan.core.trace.Stage;
import io.capstan.core.trace.TraceContext;
import io.capstan.core.wire.CommandCodec;
import io.capstan.node.host.HostOutbox.Step;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows the few requests that asked to be traced, by their ids: tells the observer of every
/// [Stage] that one reaches here, and the other replicas, ahead of its entry, that it is coming.
///
/// Nothing but what is told rests on it: a trace is lost with a crash or a lost frame. As long as
/// nobody asks for a trace it is idle, and whoever would have to look into a message or an entry
/// asks [#isIdle] first.
final class Traces {
    /// The most requests followed at once; beyond it the eldest is followed no more.
    static final int MAX_OPEN = 1_024;

    /// How long a request is followed: what has not come by then is not waited for.
    static final long KEPT_NANOS = 60_000_000_000L;

    /// One request that is followed. `routed`: where this node's router has it, else none. `held`:
    /// where `replica` here has it or awaits its entry, else none.
    private static final class Open {
        final long untilNanos;
        TraceContext routed = TraceContext.NONE;
        TraceContext held = TraceContext.NONE;
        Address replica;
        boolean leads;

        Open(Address replica, long untilNanos) {
            this.replica = replica;
            this.untilNanos = untilNanos;
        }

        boolean isOver() {
            return routed.isNone() && held.isNone();
        }
    }

    /// An entry of a trace that is on its way to the device.
    record Syncing(TraceContext trace, Address replica) {}

    private final Address self;
    private final HostObserver observer;
    private final Mail mail;
    private final Map<RequestId, Open> open = new LinkedHashMap<>();
    private List<Syncing> appended = List.of();
    private long nowNanos;

    Traces(NodeId self, HostObserver observer, Mail mail) {
        this.self = Address.ofNode(self);
        this.observer = observer;
        this.mail = mail;
    }

    /// Whether no request is followed now.
    boolean isIdle() {
        return open.isEmpty();
    }

    /// The time of the turn that begins; what is too old is forgotten.
    void at(long monotonicNanos) {
        nowNanos = monotonicNanos;
        if (open.isEmpty()) return;
        Iterator<Open> eldest = open.values().iterator();
        while (eldest.hasNext() && eldest.next().untilNanos <= nowNanos) eldest.remove();
    }

    // ---- at the router ------------------------------------------------------------------------

    /// A client's request comes in. Gives what is to be routed: the same, but what becomes of it is
    /// told within this node's span.
    Request routed(Request request) {
        TraceContext trace = request.trace();
        if (trace.isNone()) return request;
        open(request.id(), self).routed = trace;
        tell(trace, Stage.ROUTED, self, AskKind.of(request.ask()).word() + " " + request.table());
        return request.traced(trace.within(self.node().value()));
    }

    void asked(RequestId id, NodeId node) {
        Open known = open.get(id);
        if (known != null && !known.routed.isNone())
            tell(known.routed, Stage.ASKED, self, node.toString());
    }

    void heard(RequestId id, NodeId from) {
        Open known = open.get(id);
        if (known != null && !known.routed.isNone())
            tell(known.routed, Stage.HEARD, self, from.toString());
    }

    void replied(RequestId id, Outcome outcome) {
        Open known = open.get(id);
        if (known == null || known.routed.isNone()) return;
        tell(known.routed, Stage.REPLIED, self, word(outcome));
        known.routed = TraceContext.NONE;
        if (known.isOver()) open.remove(id);
    }

    // ---- at a replica -------------------------------------------------------------------------

    /// A replica here was put the request.
    void taken(Request request, Address replica) {
        if (request.trace().isNone()) return;
        hold(request.id(), request.trace(), replica).leads = true;
        tell(request.trace(), Stage.TAKEN, replica, "");
    }

    /// The leader says that an entry of this request is on its way to the replica here.
    void announced(RequestId id, TraceContext trace, Address replica) {
        if (trace.isNone()) return;
        hold(id, trace, replica).leads = false;
        tell(trace, Stage.ANNOUNCED, replica, "");
    }

    /// A replica has put a record into the log. To be asked only where not idle.
    void appended(@Nullable ReplicaSlot<?> slot, LogRecord record) {
        if (slot == null || !(record instanceof LogRecord.Append append)) return;
        for (Entry entry : append.entries()) {
            if (entry.kind() != Entry.Kind.COMMAND) continue;
            RequestId id = CommandCodec.INSTANCE.decode(entry.body()).tag().id();
            Open known = heldAt(id, slot.slot.address);
            if (known == null) continue;
            tell(known.held, Stage.APPENDED, known.replica, entry.term() + "/" + entry.index());
            if (appended.isEmpty()) appended = new ArrayList<>();
            appended.add(new Syncing(known.held, known.replica));
            if (known.leads) announce(id, known.held, slot);
        }
    }

    private void announce(RequestId id, TraceContext trace, ReplicaSlot<?> leader) {
        for (Member member : leader.inForce.members())
            if (!member.node().equals(self.node()))
                mail.trace(member.node(), leader.shard(), member.replica(), trace, id);
    }

    /// What was appended since the last call.
    List<Syncing> takeAppended() {
        List<Syncing> taken = appended;
        appended = List.of();
        return taken;
    }

    /// The log is durable past these.
    void durable(List<Syncing> synced) {
        for (Syncing each : synced) tell(each.trace, Stage.DURABLE, each.replica, "");
    }

    /// A replica has handed over what it knows as committed. To be asked only where not idle.
    void committed(ReplicaSlot<?> slot) {
        for (Step step : slot.slot.out.steps) {
            if (!(step instanceof Step.Apply apply)) continue;
            Open known = heldAt(apply.command().tag().id(), slot.slot.address);
            if (known != null) tell(known.held, Stage.COMMITTED, known.replica, "");
        }
    }

    /// An entry has taken effect. To be asked only where not idle.
    void applied(ReplicaSlot<?> slot, RequestId id, Outcome outcome) {
        Open known = heldAt(id, slot.slot.address);
        if (known == null) return;
        tell(known.held, Stage.APPLIED, known.replica, word(outcome));
        if (!known.leads) release(id, known);
    }

    /// A replica here, or the node in its stead, gives the router its answer.
    void answered(RequestId id, Outcome outcome) {
        Open known = open.get(id);
        if (known == null || known.held.isNone() || !known.leads) return;
        tell(known.held, Stage.ANSWERED, known.replica, word(outcome));
        release(id, known);
    }

    // -------------------------------------------------------------------------------------------

    private @Nullable Open heldAt(RequestId id, Address replica) {
        Open known = open.get(id);
        return known == null || known.held.isNone() || !known.replica.equals(replica)
                ? null
                : known;
    }

    private Open hold(RequestId id, TraceContext trace, Address replica) {
        Open held = open(id, replica);
        held.held = trace;
        held.replica = replica;
        return held;
    }

    private void release(RequestId id, Open known) {
        known.held = TraceContext.NONE;
        if (known.isOver()) open.remove(id);
    }

    private Open open(RequestId id, Address replica) {
        Open known = open.get(id);
        if (known != null) return known;
        if (open.size() >= MAX_OPEN) open.remove(open.keySet().iterator().next());
        Open fresh = new Open(replica, nowNanos + KEPT_NANOS);
        open.put(id, fresh);
        return fresh;
    }

    private void tell(TraceContext trace, Stage stage, Address where, String detail) {
        observer.reached(trace, stage, where, detail);
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> "done";
            case Outcome.Refused refused -> "refused " + refused.code();
            case Outcome.Redirected redirected -> "redirected to " + redirected.leader();
            case Outcome.Unknown _ -> "unknown";
        };
    }
}
