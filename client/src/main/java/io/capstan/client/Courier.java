package io.capstan.client;

import io.capstan.core.Bytes;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.id.ReplicaId;
import io.capstan.core.id.ShardId;
import io.capstan.core.port.Network;
import io.capstan.core.request.Outcome;
import io.capstan.core.request.RequestId;
import io.capstan.core.time.HybridTime;
import io.capstan.core.trace.TraceContext;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.Frame;
import io.capstan.core.wire.FrameCodec;
import io.capstan.core.wire.Malformed;
import io.capstan.core.wire.OutcomeCodec;
import io.capstan.core.wire.RequestIdCodec;
import io.capstan.core.wire.WireReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Packs a session's requests into frames, one a contact where they fit, and unpacks the answers.
///
/// The cluster is not known before its first frame; from then on frames of any other are dropped.
/// Bytes that are no frame are dropped and counted: the network may lose a frame at any time, so
/// dropping is nothing new to the session.
final class Courier {
    /// Fill a frame up to here, then begin another.
    private static final int FRAME_BYTES = 1 << 20;

    /// An endpoint is drawn anew for each session and has one life.
    private static final long INCARNATION = 1;

    /// An answer to the request `id`, given by `node`.
    record Answer(RequestId id, Outcome outcome) {}

    /// Who sent a frame, the newest time it knew, and the answers in it; or why the node does not
    /// take what this session sends.
    record Delivery(
            NodeId node,
            HybridTime hybrid,
            List<Answer> answers,
            Optional<Outcome.Refused> turnedAway) {}

    private final NodeId endpoint;
    private final Map<NodeId, List<Envelope>> parcels = new LinkedHashMap<>();
    private ClusterId cluster = ClusterId.UNKNOWN;
    private long lamport;
    private long dropped;

    Courier(NodeId endpoint) {
        this.endpoint = endpoint;
    }

    void request(NodeId to, Bytes request, TraceContext trace, long remainingMillis) {
        Envelope envelope =
                new Envelope(
                        Envelope.REQUEST,
                        ShardId.NONE,
                        ReplicaId.NONE,
                        ReplicaId.NONE,
                        0,
                        trace,
                        Math.max(1, remainingMillis),
                        request);
        parcels.computeIfAbsent(to, _ -> new ArrayList<>()).add(envelope);
    }

    /// Everything asked for since the last call.
    List<Outgoing> drain(HybridTime seen) {
        List<Outgoing> frames = new ArrayList<>();
        parcels.forEach((to, envelopes) -> pack(to, envelopes, seen, frames));
        parcels.clear();
        return frames;
    }

    private void pack(NodeId to, List<Envelope> envelopes, HybridTime seen, List<Outgoing> out) {
        List<Envelope> load = new ArrayList<>();
        long bytes = 0;
        for (Envelope envelope : envelopes) {
            boolean full =
                    load.size() == FrameCodec.MAX_ENVELOPES
                            || bytes + envelope.body().length() > FRAME_BYTES;
            if (full && !load.isEmpty()) {
                out.add(new Outgoing(to, seal(load, seen)));
                load = new ArrayList<>();
                bytes = 0;
            }
            load.add(envelope);
            bytes += envelope.body().length();
        }
        out.add(new Outgoing(to, seal(load, seen)));
    }

    private Bytes seal(List<Envelope> load, HybridTime seen) {
        Frame.Header header =
                new Frame.Header(
                        Network.Priority.DATA, cluster, endpoint, INCARNATION, seen, ++lamport);
        return FrameCodec.encode(new Frame(header, load));
    }

    /// What the frame brings; nobody's delivery without answers where it is to be dropped.
    Delivery open(Bytes bytes) {
        try {
            Frame frame = FrameCodec.decode(bytes);
            Frame.Header header = frame.header();
            if (header.from().isNone()) return notice(frame);
            if (!isOurs(header.cluster())) return nothing();
            lamport = Math.max(lamport, header.lamport());
            return new Delivery(
                    header.from(), header.hybrid(), answers(frame.envelopes()), Optional.empty());
        } catch (Malformed e) {
            return nothing();
        }
    }

    /// The cluster whose nodes have answered; [ClusterId#UNKNOWN]: none has yet.
    ClusterId cluster() {
        return cluster;
    }

    long dropped() {
        return dropped;
    }

    private boolean isOurs(ClusterId theirs) {
        if (cluster.equals(ClusterId.UNKNOWN)) cluster = theirs;
        return cluster.equals(theirs);
    }

    private Delivery nothing() {
        dropped++;
        return new Delivery(NodeId.NONE, HybridTime.ZERO, List.of(), Optional.empty());
    }

    private static Delivery notice(Frame frame) {
        Optional<Outcome.Refused> why =
                frame.envelopes().stream()
                        .filter(envelope -> envelope.kind() == Envelope.REFUSED)
                        .map(envelope -> OutcomeCodec.INSTANCE.decode(envelope.body()))
                        .filter(Outcome.Refused.class::isInstance)
                        .map(Outcome.Refused.class::cast)
                        .findFirst();
        return new Delivery(NodeId.NONE, HybridTime.ZERO, List.of(), why);
    }

    private static List<Answer> answers(List<Envelope> envelopes) {
        List<Answer> answers = new ArrayList<>();
        for (Envelope envelope : envelopes)
            if (envelope.kind() == Envelope.OUTCOME) answers.add(answer(envelope.body()));
        return answers;
    }

    private static Answer answer(Bytes body) {
        WireReader in = new WireReader(body);
        Answer answer =
                new Answer(RequestIdCodec.INSTANCE.read(in), OutcomeCodec.INSTANCE.read(in));
        in.end();
        return answer;
    }
}
