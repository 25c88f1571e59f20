package io.capstan.core.port;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;

/// Carries frames. A frame may be lost, repeated, late, or overtaken by another; it arrives whole
/// or not at all. Never blocks, never throws.
///
/// A repetition reaches only the process that was there when the frame was sent: a connection ends
/// with the process at either end, and no connection brings what another one has brought. The first
/// copy may come late enough to find that the receiver has started anew.
public interface Network {
    /// Liveness never waits behind data, data never behind bulk.
    enum Priority {
        LIVENESS,
        DATA,
        BULK
    }

    /// Sends a frame to a node or client endpoint. A peer that does not take its frames loses them:
    /// queues are bounded.
    void send(NodeId to, Priority priority, Bytes frame);
}
