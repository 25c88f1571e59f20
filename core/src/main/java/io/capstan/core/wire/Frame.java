package io.capstan.core.wire;

import io.capstan.core.id.ClusterId;
import io.capstan.core.id.NodeId;
import io.capstan.core.port.Network;
import io.capstan.core.time.HybridTime;
import java.util.List;

/// What one node sends another at the end of one turn in one priority class: a header and the
/// messages of all its actors for that peer.
public record Frame(Header header, List<Envelope> envelopes) {
    public Frame {
        envelopes = List.copyOf(envelopes);
    }

    /// What holds for every message of the frame.
    ///
    /// - `cluster`: [ClusterId#UNKNOWN] only in a client's first frame.
    /// - `from`: the node or client endpoint that sends.
    /// - `incarnation`: rises with every start of the sender; a frame of an older one is dropped.
    /// - `hybrid`: the sender's hybrid clock; the receiver's never falls behind it.
    /// - `lamport`: the sender's Lamport clock; it orders traces across nodes, and nothing else.
    public record Header(
            Network.Priority priority,
            ClusterId cluster,
            NodeId from,
            long incarnation,
            HybridTime hybrid,
            long lamport) {}
}
