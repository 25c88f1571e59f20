package io.capstan.cli.mutant;

/// Something with a rule to break: a locked door does not open.
final class Door {
    private final boolean locked;

    Door(boolean locked) {
        this.locked = locked;
    }

    boolean opens() {
        return !locked;
    }
}
