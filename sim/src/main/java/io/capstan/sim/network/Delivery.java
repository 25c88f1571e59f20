package io.capstan.sim.network;

/// Where the network hands over what it decided to carry.
@FunctionalInterface
public interface Delivery {
    /// The frame comes to its end at this virtual time; [SimNetwork#arrives] must be called then.
    void carry(long atNanos, Crossing crossing);
}
