package io.capstan.node.host;

import io.capstan.core.Bytes;
import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.time.HybridClock;
import io.capstan.core.wire.Envelope;
import io.capstan.core.wire.Frame;
import io.capstan.core.wire.FrameCodec;
import io.capstan.core.wire.Malformed;
import java.util.ArrayDeque;
import java.util.SortedMap;
import java.util.TreeMap;

/// Frames on their way in: buffered in bounds, then decoded, checked and handed on, message by
/// message.
///
/// What is refused, never fatal: bytes that are no frame, another cluster's, a sender's older
/// incarnation, a clock too far ahead. A frame that comes twice is handed on twice, but marked: a
/// request in it may have had its answer already, and must not be carried out after that.
final class IncomingFrames {
    /// The most frames that wait for a turn. Beyond it a data frame is dropped, as if the network
    /// had lost it.
    static final int MAX_FRAMES = 16_384;

    /// The most bytes that wait for a turn; beyond it as above.
    static final int MAX_BYTES = 64 << 20;

    /// How many liveness frames may wait beside the others, so that a flood of data never makes
    /// living peers look dead.
    static final int MAX_LIVENESS_FRAMES = 1_024;

    /// The most senders remembered; beyond it the lowest client is forgotten, never a node while
    /// there is one: however many clients come, a node's frames are told apart.
    static final int MAX_SENDERS = 4_096;

    /// By how much a client's Lamport time may be ahead and still move the node's own, which only
    /// traces feel. One hand-made frame must not bring the node to the end of all numbers.
    static final long MAX_CLIENT_LEAP = 1L << 32;

    /// No node ever gets here; a frame beyond it is refused.
    static final long MAX_LAMPORT = 1L << 62;

    private record Waiting(NodeId from, Bytes bytes) {}

    /// What the frames are handed to.
    interface Receiver {
        void envelope(Frame.Header header, Envelope envelope, boolean repeated);

        void refused(NodeId from, String why);

        /// A client's frame for another cluster: its requests are answered, not carried out.
        void foreign(Frame.Header header, Envelope envelope);
    }

    private final ClusterId cluster;
    private final HybridClock hybrid;
    private final ArrayDeque<Waiting> liveness = new ArrayDeque<>();
    private final ArrayDeque<Waiting> data = new ArrayDeque<>();
    private final SortedMap<NodeId, SeenFrames> senders = new TreeMap<>();
    private int takenLiveness;
    private int takenData;
    private long waitingBytes;
    private long lamport;
    private long handedOn;

    IncomingFrames(ClusterId cluster, HybridClock hybrid) {
        this.cluster = cluster;
        this.hybrid = hybrid;
    }

    /// Buffers a frame, or drops it: false. No client's frame is about liveness, whatever it says.
    boolean offer(NodeId from, Bytes frame) {
        if (FrameCodec.isLiveness(frame) && !from.isClient()) {
            if (liveness.size() >= MAX_LIVENESS_FRAMES) return false;
            liveness.add(new Waiting(from, frame));
            return true;
        }
        if (data.size() >= MAX_FRAMES || waitingBytes + frame.length() > MAX_BYTES) return false;
        data.add(new Waiting(from, frame));
        waitingBytes += frame.length();
        return true;
    }

    boolean isEmpty() {
        return data.isEmpty() && liveness.isEmpty();
    }

    /// Frames handed on so far.
    long handedOn() {
        return handedOn;
    }

    int waitingFrames() {
        return data.size() + liveness.size();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /// The greatest Lamport time heard.
    long lamport() {
        return lamport;
    }

    /// What waits now is this turn's. The clock is read after this: a frame that comes while the
    /// node is held up there waits for the next turn, and for a clock read after it.
    void take() {
        takenLiveness = liveness.size();
        takenData = data.size();
    }

    /// Hands everything taken on, liveness first.
    void drain(long wallMillis, Receiver to) {
        for (; takenLiveness > 0; takenLiveness--) open(liveness.remove(), wallMillis, to);
        for (; takenData > 0; takenData--) {
            Waiting next = data.remove();
            waitingBytes -= next.bytes.length();
            open(next, wallMillis, to);
        }
    }

    private void open(Waiting next, long wallMillis, Receiver to) {
        try {
            handOn(next.from, FrameCodec.decode(next.bytes), wallMillis, to);
        } catch (Malformed e) {
            to.refused(next.from, String.valueOf(e.getMessage()));
        }
    }

    private void handOn(NodeId from, Frame frame, long wallMillis, Receiver to) {
        Frame.Header header = frame.header();
        NodeId sender = header.from();
        if (!sender.equals(from)) {
            to.refused(from, "a frame says that it is from " + sender);
            return;
        }
        boolean newcomer = sender.isClient() && header.cluster().equals(ClusterId.UNKNOWN);
        if (!newcomer && !header.cluster().equals(cluster)) {
            to.refused(from, "a frame of cluster " + header.cluster() + ", this is " + cluster);
            if (sender.isClient()) frame.envelopes().forEach(e -> to.foreign(header, e));
            return;
        }
        if (header.lamport() < 0 || header.lamport() > MAX_LAMPORT) {
            to.refused(from, "a Lamport time of " + header.lamport());
            return;
        }
        if (!hybrid.observe(header.hybrid(), wallMillis)) {
            to.refused(
                    from,
                    "a clock "
                            + (header.hybrid().millis() - wallMillis)
                            + " ms ahead of this node's");
            return;
        }
        SeenFrames seen = senders.computeIfAbsent(sender, s -> new SeenFrames());
        if (senders.size() > MAX_SENDERS) forget(sender);
        if (!seen.admits(header.incarnation())) {
            to.refused(from, "a frame of incarnation " + header.incarnation() + ", which is over");
            return;
        }
        boolean leaps = sender.isClient() && header.lamport() - lamport > MAX_CLIENT_LEAP;
        if (!leaps) lamport = Math.max(lamport, header.lamport());
        handedOn++;
        boolean repeated = !seen.isNew(header.lamport());
        for (Envelope envelope : frame.envelopes()) to.envelope(header, envelope, repeated);
    }

    private void forget(NodeId newest) {
        SortedMap<NodeId, SeenFrames> clients = senders.tailMap(NodeId.client(0));
        NodeId lowest = clients.isEmpty() ? senders.firstKey() : clients.firstKey();
        if (lowest.equals(newest)) lowest = senders.lastKey();
        senders.remove(lowest);
    }
}
