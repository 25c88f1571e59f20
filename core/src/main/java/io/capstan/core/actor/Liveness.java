package io.capstan.core.actor;

/// What the liveness layer thinks of a node.
public enum Liveness {
    ALIVE,
    /// Nothing heard for longer than usual.
    SUSPECTED,
    /// Nothing heard for so long that groups act on it.
    DEAD
}
