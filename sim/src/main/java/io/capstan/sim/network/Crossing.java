package io.capstan.sim.network;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;

/// A frame on its way.
///
/// - `life`: the only life of the receiver that may hear it; [#ANY_LIFE] for the first copy of a
///   frame. A connection ends with the process at either end, so whoever starts anew can be reached
///   by a late frame, never by the second copy of one that an earlier life had.
public record Crossing(int fromPlace, int toPlace, NodeId from, NodeId to, Bytes frame, long life) {
    static final long ANY_LIFE = 0;
}
