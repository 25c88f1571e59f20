package io.capstan.sim.network;

import io.capstan.core.Bytes;
import io.capstan.core.id.NodeId;

/// Where the network hands over what it decided to carry.
@FunctionalInterface
public interface Delivery {
    /// The frame arrives at `to` at this virtual time; [SimNetwork#arrived] must be called then.
    void carry(long atNanos, int fromPlace, int toPlace, NodeId from, NodeId to, Bytes frame);
}
