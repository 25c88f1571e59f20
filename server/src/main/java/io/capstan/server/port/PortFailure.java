package io.capstan.server.port;

/// Disk or store cannot go on: the node must stop, as nothing it says from now on is backed by
/// anything. The message says what failed and what to do, for people.
public final class PortFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PortFailure(String what) {
        super(what);
    }

    public PortFailure(String what, Throwable cause) {
        super(what, cause);
    }
}
