package io.capstan.checker.history;

/// What an event says about its process's operation.
public enum EventType {
    /// The client sent the operation.
    INVOKE,
    /// The operation took effect before this event.
    OK,
    /// The operation did not take effect and never will.
    FAIL,
    /// Nobody knows: it may have taken effect, may still do so, or never.
    INFO
}
