package io.capstan.core.actor;

/// How a resource of the node is doing.
public record Pressure(Resource resource, Level level) {
    public enum Resource {
        DISK,
        STORE,
        NETWORK
    }

    public enum Level {
        WELL,
        /// Answers come late: a leader hands its role over.
        STALLED,
        /// No room: writes are refused, votes and deletions still pass.
        FULL
    }
}
