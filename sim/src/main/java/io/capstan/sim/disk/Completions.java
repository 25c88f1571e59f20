package io.capstan.sim.disk;

/// Where a node's devices report what they have completed.
public interface Completions {
    void synced(long ticket);

    void syncFailed(long ticket);

    void flushed(long ticket);
}
