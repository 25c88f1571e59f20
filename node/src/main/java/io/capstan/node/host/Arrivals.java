package io.capstan.node.host;

import io.capstan.core.Bytes;
import io.capstan.core.actor.Address;
import io.capstan.core.actor.Input;
import io.capstan.core.actor.Message;
import io.capstan.core.catalog.CatalogKeys;
import io.capstan.core.catalog.NodeEntry;
import io.capstan.core.catalog.NodeEntryCodec;
import io.capstan.core.id.NodeId;
import io.capstan.core.request.ErrorCode;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.Request;
import io.capstan.core.request.RequestId;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.Frame;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.RequestCodec;
import io.capstan.core.wire.RequestIdCodec;
import io.capstan.node.catalog.Catalog;
import io.capstan.node.catalog.Farewell;
import io.capstan.node.identity.Founding;
import io.capstan.node.identity.FoundingCodec;
import io.capstan.node.identity.FoundingMessage;
import io.capstan.node.identity.Pledge;
import io.capstan.node.identity.Welcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes the messages of all frames of a turn first, and only then, when the turn's time is known,
/// brings each to whom it is for.
final class Arrivals implements IncomingFrames.Receiver {
    private record Arrival(Frame.Header header, Envelope envelope, boolean repeated) {}

    private final NodeId self;
    private final Replicas replicas;
    private final NodeActors actors;
    private final Switchboard switchboard;
    private final Mail mail;
    private final HostObserver observer;
    private final Traces traces;
    private final Founding founding;
    private final Catalog catalog;
    private final List<Arrival> arrived = new ArrayList<>();

    Arrivals(
            NodeId self,
            Replicas replicas,
            NodeActors actors,
            Switchboard switchboard,
            Mail mail,
            HostObserver observer,
            Traces traces,
            Founding founding,
            Catalog catalog) {
        this.self = self;
        this.replicas = replicas;
        this.actors = actors;
        this.switchboard = switchboard;
        this.mail = mail;
        this.observer = observer;
        this.traces = traces;
        this.founding = founding;
        this.catalog = catalog;
    }

    @Override
    public void envelope(Frame.Header header, Envelope envelope, boolean repeated) {
        arrived.add(new Arrival(header, envelope, repeated));
    }

    @Override
    public void refused(NodeId from, String why) {
        observer.frameRefused(from, why);
    }

    @Override
    public void foreign(Frame.Header header, Envelope envelope) {
        if (envelope.kind() != Envelope.REQUEST) return;
        Request request = RequestCodec.INSTANCE.decode(envelope.body());
        mail.outcome(
                header.from(),
                request.id(),
                new Outcome.Refused(
                        ErrorCode.NOT_OF_THIS_CLUSTER,
                        "this node belongs to another cluster than "
                                + header.cluster()
                                + "; connect to a node of yours"));
    }

    /// Hands on everything that has arrived.
    void deliver() {
        for (Arrival each : arrived) {
            try {
                deliver(each);
            } catch (Malformed e) {
                observer.frameRefused(each.header.from(), String.valueOf(e.getMessage()));
            }
        }
        arrived.clear();
    }

    /// Takes nothing of what has arrived: this node was removed from the cluster.
    void turnAway() {
        for (Arrival each : arrived) {
            NodeId from = each.header.from();
            if (!from.isClient() || each.envelope.kind() != Envelope.REQUEST) continue;
            try {
                Request request = RequestCodec.INSTANCE.decode(each.envelope.body());
                mail.outcome(from, request.id(), Farewell.refusal(catalog.nameOf(self)));
            } catch (Malformed e) {
                observer.frameRefused(from, String.valueOf(e.getMessage()));
            }
        }
        arrived.clear();
    }

    /// What a removed node still says is late, whatever it is: it was true of another cluster. Its
    /// heartbeats are answered, so that it hears of its end.
    private void refuse(NodeEntry gone, Envelope envelope) {
        if (envelope.kind() == Envelope.LIVENESS) mail.removed(gone);
        observer.frameRefused(
                gone.id(), "node " + gone.name() + ", which was removed from the cluster");
    }

    private void deliver(Arrival arrival) {
        NodeId from = arrival.header.from();
        Envelope envelope = arrival.envelope;
        Optional<NodeEntry> gone = catalog.gone(from);
        if (gone.isPresent()) {
            refuse(gone.get(), envelope);
            return;
        }
        boolean ofNode = !from.isClient();
        switch (envelope.kind()) {
            case Envelope.REPLICATION -> {
                if (ofNode) toReplica(from, envelope);
            }
            case Envelope.REQUEST -> {
                if (!arrival.repeated) requested(from, envelope);
            }
            case Envelope.OUTCOME -> {
                if (ofNode) switchboard.answered(from, Mail.answer(envelope.body()));
            }
            case Envelope.LIVENESS -> {
                if (ofNode) toLiveness(from, envelope);
            }
            case Envelope.TRACE -> {
                if (ofNode) announced(envelope);
            }
            case Envelope.FOUNDING -> {
                if (!ofNode) mail.founding(from, welcome(asked(envelope)));
            }
            case Envelope.REMOVED -> {
                if (ofNode) removed(NodeEntryCodec.INSTANCE.decode(envelope.body()));
            }
            default ->
                    observer.frameRefused(
                            from, "a message of kind " + envelope.kind() + ", unknown here");
        }
    }

    /// The word of the system table, brought by a peer; the map keeps it.
    private void removed(NodeEntry node) {
        if (!node.id().equals(self)) return;
        Bytes row = NodeEntryCodec.INSTANCE.encode(node);
        catalog.learn(CatalogKeys.gone(self), Optional.of(row), catalog.version());
    }

    /// A name that was used once is taken for good: people must be able to tell the two apart, and
    /// a founder's name has a founder's id.
    private FoundingMessage welcome(Pledge asker) {
        List<NodeEntry> known = new ArrayList<>(catalog.nodes());
        known.addAll(catalog.gone());
        return Welcome.to(asker, founding, known);
    }

    private static Pledge asked(Envelope envelope) {
        if (FoundingCodec.INSTANCE.decode(envelope.body())
                instanceof FoundingMessage.Question(Pledge asker)) return asker;
        throw new Malformed("an answer about a founding that nobody has asked for");
    }

    private void requested(NodeId from, Envelope envelope) {
        Request request = RequestCodec.INSTANCE.decode(envelope.body());
        if (!request.origin().equals(from))
            throw new Malformed("a request of " + request.origin() + " came from " + from);
        switchboard.requested(request, envelope.remainingMillis());
    }

    private void toReplica(NodeId from, Envelope envelope) {
        ReplicaSlot<?> slot = replicas.of(envelope.shard());
        if (slot == null || !slot.replica().equals(envelope.to())) {
            replicas.addressed(envelope.shard(), envelope.to(), envelope.epoch());
            return;
        }
        slot.slot.epoch = Math.max(slot.slot.epoch, envelope.epoch());
        received(slot.slot, new Address(from, envelope.shard(), envelope.from()), envelope);
    }

    private void announced(Envelope envelope) {
        ReplicaSlot<?> slot = replicas.of(envelope.shard());
        if (slot == null || !slot.replica().equals(envelope.to())) return;
        RequestId id = RequestIdCodec.INSTANCE.decode(envelope.body());
        traces.announced(id, envelope.trace(), slot.slot.address);
    }

    private void toLiveness(NodeId from, Envelope envelope) {
        received(actors.livenessSlot, Address.ofNode(from), envelope);
    }

    private static <M extends Message> void received(
            ActorSlot<M> slot, Address from, Envelope envelope) {
        M message = slot.post.codec().decode(envelope.body());
        slot.offer(new Input.Received<>(from, message));
    }
}
