package io.capstan.node.host;

/// The node's tickets: they rise from 1 and are never used again while the node runs.
final class Tickets {
    private long last;

    long draw() {
        return ++last;
    }

    /// The newest ticket drawn.
    long last() {
        return last;
    }
}
