package io.capstan.core.actor;

/// A named timer of one actor; at most one of a name is pending.
public record Timer(String name) {
    @Override
    public String toString() {
        return name;
    }
}
