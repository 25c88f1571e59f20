package io.capstan.sim.world;

/// Thrown out of a port into a host that has just died: its turn ends here, in the middle of
/// whatever it did. An error, so that no code of the node takes it for something to handle.
final class Died extends Error {
    private static final long serialVersionUID = 1L;

    Died() {
        super("the node died", null, false, false);
    }
}
