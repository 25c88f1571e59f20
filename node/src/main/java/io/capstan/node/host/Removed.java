package io.capstan.node.host;

/// The node was removed from its cluster while it was running, or away.
final class Removed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Removed(String message) {
        super(message, null, false, false);
    }
}
