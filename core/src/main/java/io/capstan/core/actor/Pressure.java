package io.capstan.core.actor;

/// How a resource of the node is doing.
public record Pressure(Resource resource, Level level) {
    public enum Resource {
        DISK,
        STORE,
        NETWORK,
        /// The node as a whole: stalled from the moment on at which it is asked to stop.
        NODE
    }

    public enum Level {
        WELL,
        /// Answers come late: a leader hands its role over.
        STALLED,
        /// No room: writes are refused, votes and deletions still pass.
        FULL
    }
}
