package io.capstan.core.actor;

/// A named timer of one actor; at most one of a name is pending.
public record Timer(String name) {
    /// Fires once, as the first input of an actor that the host has just made: only a step can set
    /// timers.
    public static final Timer OPEN = new Timer("open");

    @Override
    public String toString() {
        return name;
    }
}
