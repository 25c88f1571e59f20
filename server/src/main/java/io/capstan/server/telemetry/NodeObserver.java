package io.capstan.server.telemetry;

import io.capstan.core.actor.Address;
import io.capstan.core.actor.Fact;
import io.capstan.core.actor.Liveness;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.Clock;
import io.capstan.core.request.AskKind;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.trace.Stage;
import io.capstan.core.trace.TraceContext;
import io.capstan.node.host.HostObserver;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What a real node's host tells, brought to where people find it: figures to [Meters], happenings
/// to the log, stages of traced requests to the [TraceBook]; and to the network, where peers are.
///
/// On the host's thread: nothing here waits.
final class NodeObserver implements HostObserver {
    private static final long MICROS_A_SECOND = 1_000_000;
    private static final long NANOS_A_MICRO = 1_000;

    private final Clock clock;
    private final Meters meters;
    private final Happenings log;
    private final TraceBook book;
    private final Consumer<NodeEntry> known;
    private final BiConsumer<NodeId, String> disbelieved;
    private final Map<String, String> names = new TreeMap<>();
    private final Map<NodeId, String> nodes = new TreeMap<>();
    private final Map<ShardId, NodeId> leaders = new TreeMap<>();

    /// `known`: who is told where the map says that a node is to be reached. `disbelieved`: who is
    /// told that a frame of this sender was not believed, and why.
    NodeObserver(
            Clock clock,
            Meters meters,
            Happenings log,
            TraceBook book,
            Consumer<NodeEntry> known,
            BiConsumer<NodeId, String> disbelieved) {
        this.clock = clock;
        this.meters = meters;
        this.log = log;
        this.book = book;
        this.known = known;
        this.disbelieved = disbelieved;
    }

    @Override
    public void mapped(Collection<NodeEntry> entries) {
        for (NodeEntry entry : entries) {
            nodes.put(entry.id(), entry.name());
            names.put(entry.id().toString(), entry.name());
            known.accept(entry);
        }
    }

    @Override
    public void published(Address actor, Fact fact) {
        switch (fact) {
            case Fact.Leadership leadership -> led(actor, leadership);
            case Fact.Suspicion suspicion -> suspected(suspicion);
            case Fact.InForce _, Fact.Traced _, Fact.Marked _ -> {}
        }
    }

    private void led(Address actor, Fact.Leadership now) {
        NodeId before = leaders.getOrDefault(actor.shard(), NodeId.NONE);
        if (now.node().equals(before)) return;
        if (now.node().isNone()) leaders.remove(actor.shard());
        else leaders.put(actor.shard(), now.node());
        if (!now.node().isNone()) meters.leaderChanged();
        if (now.node().equals(actor.node())) {
            meters.elected(actor.shard());
            tellLeader(EventKind.LEADER_ELECTED, " leads from now on", actor, now.term());
        } else if (before.equals(actor.node())) {
            tellLeader(EventKind.LEADER_LOST, " leads no more", actor, now.term());
        }
    }

    private void tellLeader(EventKind kind, String what, Address actor, long term) {
        log.tell(
                about(Happening.of(kind, actor.shard() + "/" + actor.replica() + what), actor)
                        .with("term", term));
    }

    private void suspected(Fact.Suspicion now) {
        if (now.liveness() != Liveness.ALIVE) meters.suspected();
        String member = nodes.getOrDefault(now.node(), now.node().toString());
        EventKind kind =
                switch (now.liveness()) {
                    case ALIVE -> EventKind.MEMBER_ALIVE;
                    case SUSPECTED -> EventKind.MEMBER_SUSPECTED;
                    case DEAD -> EventKind.MEMBER_DEAD;
                };
        log.tell(
                Happening.of(kind, kind.doc() + ": " + member)
                        .with("member", member)
                        .with("why", now.why()));
    }

    @Override
    public void snapshotInstalled(Address replica, long index) {
        meters.snapshotInstalled();
        log.tell(
                about(
                                Happening.of(
                                        EventKind.SNAPSHOT_INSTALLED,
                                        replica + " has installed a snapshot up to " + index),
                                replica)
                        .with("index", index));
    }

    @Override
    public void broken(Address actor, Throwable why) {
        EventKind kind = actor.shard().isNone() ? EventKind.NODE_FAILED : EventKind.REPLICA_STOPPED;
        log.tell(
                about(Happening.of(kind, actor + " has stopped: " + why.getMessage()), actor), why);
    }

    private static Happening about(Happening happening, Address actor) {
        return actor.shard().isNone()
                ? happening
                : happening
                        .with("shard", actor.shard().toString())
                        .with("replica", actor.replica().toString());
    }

    @Override
    public void frameRefused(NodeId from, String why) {
        meters.frameRefused();
        disbelieved.accept(from, why);
        log.tell(
                Happening.of(
                                EventKind.FRAME_REFUSED,
                                "refused a frame from "
                                        + nodes.getOrDefault(from, from.toString())
                                        + ": "
                                        + why)
                        .with("peer", from.toString()));
    }

    @Override
    public void reached(TraceContext trace, Stage stage, Address where, String detail) {
        book.note(
                new Sighting(
                        trace, stage, where, names.getOrDefault(detail, detail), wallMicros()));
    }

    private static long wallMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * MICROS_A_SECOND + now.getNano() / NANOS_A_MICRO;
    }

    @Override
    public void answered(Request request, Outcome outcome, long begunNanos) {
        long took = clock.monotonicNanos() - begunNanos;
        meters.answered(request, outcome, took);
        if (request.trace().isNone()) return;
        log.tell(
                Happening.of(
                                EventKind.REQUEST_TRACED,
                                AskKind.of(request.ask()).word()
                                        + " of "
                                        + request.table()
                                        + " took "
                                        + took / NANOS_A_MICRO
                                        + " us")
                        .with(Happening.TRACE, request.trace().id())
                        .with("table", request.table().toString())
                        .with("outcome", word(outcome)));
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> "done";
            case Outcome.Refused refused -> refused.code().toString();
            case Outcome.Redirected _, Outcome.Unknown _ -> "unknown";
        };
    }
}
