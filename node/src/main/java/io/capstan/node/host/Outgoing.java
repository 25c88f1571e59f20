package io.capstan.node.host;

import io.capstan.core.Bytes;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Network;
import io.capstan.core.port.Network.Priority;
import io.capstan.core.time.HybridTime;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.Frame;
import io.capstan.core.wire.FrameCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// What leaves the node in one turn: one frame for each peer and priority class, more only where
/// one would be too large.
///
/// A message that fits into no frame is dropped, as the network may drop any; nothing that honours
/// its own bounds is so large.
final class Outgoing {
    /// A frame is closed once it holds this much, so that a turn's frames stay easy to carry.
    private static final int COMFORTABLE_BYTES = 2 << 20;

    private static final int LARGEST_BODY =
            FrameCodec.MAX_FRAME_BYTES - FrameCodec.HEADER_BYTES - FrameCodec.ENVELOPE_BYTES;

    /// The most peers whose emptied buffers are kept for the next turn.
    private static final int MAX_IDLE_PARCELS = 1_024;

    /// The messages for one peer in one class.
    private static final class Parcel {
        final NodeId to;
        final List<Envelope> envelopes = new ArrayList<>();

        Parcel(NodeId to) {
            this.to = to;
        }
    }

    /// All that leaves in one class. `filled` are the parcels that hold something: a turn speaks to
    /// few of the peers that the node has ever spoken to.
    private static final class Lane {
        final Priority priority;
        final SortedMap<NodeId, Parcel> parcels = new TreeMap<>();
        final List<Parcel> filled = new ArrayList<>();

        Lane(Priority priority) {
            this.priority = priority;
        }

        void add(NodeId to, Envelope envelope) {
            Parcel parcel = parcels.computeIfAbsent(to, Parcel::new);
            if (parcel.envelopes.isEmpty()) filled.add(parcel);
            parcel.envelopes.add(envelope);
        }
    }

    private static final Comparator<Parcel> BY_PEER = Comparator.comparing(parcel -> parcel.to);

    private final Network network;
    private final ClusterId cluster;
    private final NodeId self;
    private final long incarnation;
    private final Map<Priority, Lane> lanes = new EnumMap<>(Priority.class);
    private long lamport;
    private long sent;

    Outgoing(Network network, ClusterId cluster, NodeId self, long incarnation) {
        this.network = network;
        this.cluster = cluster;
        this.self = self;
        this.incarnation = incarnation;
        for (Priority priority : Priority.values()) lanes.put(priority, new Lane(priority));
    }

    void add(NodeId to, Priority priority, Envelope envelope) {
        if (envelope.body().length() > LARGEST_BODY) return;
        Objects.requireNonNull(lanes.get(priority)).add(to, envelope);
    }

    /// Frames given to the network so far.
    long sent() {
        return sent;
    }

    /// Sends all frames: liveness first, then data, then bulk, each by peer. `heardLamport`: the
    /// greatest Lamport time heard so far.
    void flush(HybridTime hybrid, long heardLamport) {
        lamport = Math.max(lamport, heardLamport);
        for (Lane lane : lanes.values()) if (!lane.filled.isEmpty()) flush(lane, hybrid);
    }

    private void flush(Lane lane, HybridTime hybrid) {
        if (lane.filled.size() > 1) lane.filled.sort(BY_PEER);
        for (Parcel parcel : lane.filled) send(lane.priority, parcel, hybrid);
        lane.filled.clear();
        if (lane.parcels.size() > MAX_IDLE_PARCELS) lane.parcels.clear();
    }

    private void send(Priority priority, Parcel parcel, HybridTime hybrid) {
        NodeId to = parcel.to;
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < parcel.envelopes.size(); i++) {
            Bytes body = parcel.envelopes.get(i).body();
            long grown = bytes + body.length() + FrameCodec.ENVELOPE_BYTES;
            boolean full =
                    i > from && (grown > COMFORTABLE_BYTES || i - from >= FrameCodec.MAX_ENVELOPES);
            if (full) {
                frame(to, priority, parcel.envelopes.subList(from, i), hybrid);
                from = i;
                grown = (long) body.length() + FrameCodec.ENVELOPE_BYTES;
            }
            bytes = grown;
        }
        frame(to, priority, parcel.envelopes.subList(from, parcel.envelopes.size()), hybrid);
        parcel.envelopes.clear();
    }

    private void frame(NodeId to, Priority priority, List<Envelope> envelopes, HybridTime hybrid) {
        lamport++;
        sent++;
        Frame.Header header =
                new Frame.Header(priority, cluster, self, incarnation, hybrid, lamport);
        network.send(to, priority, FrameCodec.encode(new Frame(header, envelopes)));
    }
}
